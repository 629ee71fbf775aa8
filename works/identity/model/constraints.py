"""What must and what must never be one person; nothing that the evidence says stands against it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from works.identity.model.signatures import Contradiction, Decisions, Id, Signature
from works.identity.model.sketches import Names

ORCID = "orcid:"


@dataclass(slots=True)
class Holding:
    """What a cluster holds that another one may contradict; `apart` are members that may not stand in it."""

    works: set[Id] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    orcids: set[str] = field(default_factory=set)
    holders: set[Id] = field(default_factory=set)
    barred: set[Id] = field(default_factory=set)
    members: set[int] = field(default_factory=set)
    apart: set[int] = field(default_factory=set)

    def take(self, other: "Holding") -> None:
        """Everything of another cluster too."""
        self.works |= other.works
        self.names |= other.names
        self.orcids |= other.orcids
        self.holders |= other.holders
        self.barred |= other.barred
        self.members |= other.members
        self.apart |= other.apart


class Constraints:
    """The rules over the signatures of one block, which are known by their position."""

    def __init__(self, signatures: Sequence[Signature], names: Names, decisions: Decisions) -> None:
        self.signatures = signatures
        self.names = names
        self.position = {signature.id: i for i, signature in enumerate(signatures)}
        self.apart: dict[int, set[int]] = defaultdict(set)
        for one, other in sorted(decisions.apart, key=str):
            if one in self.position and other in self.position:
                self.apart[self.position[one]].add(self.position[other])
                self.apart[self.position[other]].add(self.position[one])
        self.contradictions: list[Contradiction] = []
        self.groups = self._contracted(decisions)

    def holding(self, members: Sequence[int]) -> Holding:
        """What these signatures hold together."""
        held = Holding()
        for member in members:
            signature = self.signatures[member]
            held.works.add(signature.work)
            held.names.add(signature.name)
            held.orcids.update(i for i in signature.identifiers if i.startswith(ORCID))
            if signature.holder is not None:
                held.holders.add(signature.holder)
            held.barred |= signature.barred
            held.members.add(member)
            held.apart |= self.apart.get(member, set())
        return held

    def may_join(self, a: Holding, b: Holding) -> bool:
        """False where one person cannot hold both: names that veto, two places on one work, two iDs, a decision."""
        return self._persons_allow(a, b) and all(
            self.names.compare(one, other) is not None for one in a.names for other in b.names
        )

    def _persons_allow(self, a: Holding, b: Holding) -> bool:
        if not a.works.isdisjoint(b.works) or len(a.orcids | b.orcids) > 1 or len(a.holders | b.holders) > 1:
            return False
        if not (a.barred.isdisjoint(b.holders) and b.barred.isdisjoint(a.holders)):
            return False
        return a.apart.isdisjoint(b.members) and b.apart.isdisjoint(a.members)

    def _contracted(self, decisions: Decisions) -> list[list[int]]:
        """Positions that must be one person, in groups; a group that contradicts itself is taken apart again."""
        groups: list[list[int]] = []
        for members in self._must(decisions):
            fault = self._fault(members)
            if fault:
                self.contradictions.append(Contradiction(fault, tuple(self.signatures[m].id for m in members)))
                groups.extend([member] for member in members)
            else:
                groups.append(members)
        return sorted(groups)

    def _must(self, decisions: Decisions) -> list[list[int]]:
        leader = list(range(len(self.signatures)))
        ties = [(self.position.get(one), self.position.get(other)) for one, other in decisions.together]
        for key_members in self._same_keys().values():
            ties.extend((key_members[0], other) for other in key_members[1:])
        for one, other in ties:
            if one is not None and other is not None:
                first, second = sorted((_root(leader, one), _root(leader, other)))
                leader[second] = first
        found: dict[int, list[int]] = defaultdict(list)
        for i in range(len(leader)):
            found[_root(leader, i)].append(i)
        return list(found.values())

    def _same_keys(self) -> dict[str, list[int]]:
        keys: dict[str, list[int]] = defaultdict(list)
        for i, signature in enumerate(self.signatures):
            if signature.holder is not None:
                keys[f"holder:{signature.holder}"].append(i)
            for identifier in signature.identifiers:
                if identifier.startswith(ORCID):
                    keys[identifier].append(i)
        return keys

    def _fault(self, members: Sequence[int]) -> str:
        """Why these cannot be one person, empty if they can. A person's word overrides the veto of names."""
        held = [self.holding([member]) for member in members]
        whole = self.holding(members)
        if len(whole.orcids) > 1:
            return "orcids"
        if len(whole.holders) > 1:
            return "holders"
        if whole.barred & whole.holders or whole.apart & whole.members:
            return "decisions"
        return "one work" if any(a.works & b.works for a, b in combinations(held, 2)) else ""


def _root(leader: list[int], i: int) -> int:
    while leader[i] != i:
        i = leader[i]
    return i
