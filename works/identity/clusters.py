"""Who is who inside one block of names, by the careful rule; pure and independent of the order of records.

Two signatures are one person when their full names are compatible **and** they share a co-author or an
identifier; never on the name alone, never two places on one work, never against two different ORCID iDs.
A name that fits several people stays apart.

What people said comes before all this: what is one author's by a person's word is one person from the start,
whatever its names; a signature that an author disowned never meets what that author holds, and comes after
everything else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from works.record.names import are_compatible, parts_of, specificity
from works.record.teams import block_part, is_spelled_out

# The answer to an author query is a hint, not an identifier, since it may hold namesakes. It counts when
# more than half of it already hangs together by co-authors and no name on it contradicts another.
LIST_SCHEME = "arxiv-list:"
ORCID_SCHEME = "orcid:"

Evidence = tuple[int, int | str]
# The same name or identifier · a name spelled out, by its block · one with initials only, by its block.
EXACT, SPELLED, INITIALS = range(3)


@dataclass(frozen=True, slots=True)
class Signature:
    """One name on one work: `teammates` are the other names on it (`teams.member_of`), `order` a key of the content.

    `holder` is the author who holds it, given where people have said something about that author; `barred` are
    the authors whose it is not, because somebody said so; `pinned` is the author whose it is by a person's word.
    """

    id: int
    work: int
    name: str
    teammates: frozenset[int]
    identifiers: tuple[str, ...]
    order: str
    holder: int | None = None
    barred: frozenset[int] = frozenset()
    pinned: int | None = None


@dataclass(slots=True)
class _Person:
    members: list[int]
    works: set[int]
    names: set[str]
    orcids: set[str] = field(default_factory=set)
    holders: set[int] = field(default_factory=set)
    barred: set[int] = field(default_factory=set)
    pinned: int | None = None
    # Put together by a person's word under names that no machine would take for one.
    is_wide: bool = False


def cluster(signatures: Iterable[Signature], sure: Iterable[tuple[int, int]] = ()) -> list[list[int]]:
    """Ids of signatures, one list a person; lists and members come in an order that the content decides.

    `sure` are pairs of ids that the model takes for one person (`weighing`): joined last, and never against a veto.
    """
    ordered = sorted(signatures, key=_stable_key)
    block = _Block(ordered)
    block.pin()
    free = [index for index, signature in enumerate(ordered) if signature.pinned is None]
    disowned = [index for index in free if ordered[index].barred]
    for index in free:
        if not ordered[index].barred:
            block.place(index)
    block.use_lists()
    # Last, for it must not keep apart what it stood between.
    for index in disowned:
        block.place(index)
    block.link(sure)
    return [[ordered[i].id for i in sorted(person.members)] for person in block.people()]


def _stable_key(signature: Signature) -> tuple[tuple[int, ...], str, str]:
    # The most telling names come first, so that initials meet people who are already put together.
    return (tuple(-n for n in specificity(signature.name)), signature.name, signature.order)


class _Block:
    """Signatures of one block being put together: union-find over people, with vetoes."""

    def __init__(self, ordered: Sequence[Signature]) -> None:
        self.ordered = ordered
        self.person_of: dict[int, _Person] = {}
        self.by_evidence: dict[Evidence, list[int]] = defaultdict(list)

    def pin(self) -> None:
        """What is one author's by a person's word, together before anything else."""
        first: dict[int, _Person] = {}
        for index, signature in enumerate(self.ordered):
            if signature.pinned is not None:
                person = self.person_of[index] = _person_of(index, signature)
                self._unite(first.setdefault(signature.pinned, person), person)
                self._show(index)
        for person in first.values():
            names = sorted(person.names)
            person.is_wide = not all(are_compatible(a, b) for n, a in enumerate(names) for b in names[:n])

    def place(self, index: int) -> None:
        """Join one signature to everybody it shares evidence with, unless those contradict one another."""
        signature = self.ordered[index]
        person = _person_of(index, signature)
        self.person_of[index] = person
        found = self._candidates(person, sought(signature))
        self._show(index)
        if all(_may_join(a, b) for n, a in enumerate(found) for b in found[:n]):
            for other in found:
                self._join(other, self.person_of[index])

    def _show(self, index: int) -> None:
        for key in shown_by(self.ordered[index]):
            self.by_evidence[key].append(index)

    def _candidates(self, person: _Person, evidence: Iterable[Evidence]) -> list[_Person]:
        found: dict[int, _Person] = {}
        for key in evidence:
            for other in self.by_evidence.get(key, ()):
                candidate = self.person_of[other]
                found[candidate.members[0]] = candidate
        return [found[first] for first in sorted(found) if _may_join(found[first], person)]

    def _join(self, kept: _Person, gone: _Person) -> None:
        if kept is not gone and _may_join(kept, gone):
            # Who is somebody by a person's word stays so, whichever of the two was found first.
            self._unite(*((gone, kept) if gone.pinned is not None else (kept, gone)))

    def _unite(self, kept: _Person, gone: _Person) -> None:
        if kept is gone:
            return
        kept.members.extend(gone.members)
        kept.works |= gone.works
        kept.names |= gone.names
        kept.orcids |= gone.orcids
        kept.holders |= gone.holders
        kept.barred |= gone.barred
        for member in gone.members:
            self.person_of[member] = kept

    def use_lists(self) -> None:
        """Join what an author query listed, where the list is about one person (see LIST_SCHEME)."""
        lists: dict[str, list[int]] = defaultdict(list)
        for index, signature in enumerate(self.ordered):
            is_disowned = signature.barred and signature.pinned is None
            for identifier in () if is_disowned else with_scheme(signature, LIST_SCHEME):
                lists[identifier].append(index)
        for _, members in sorted(lists.items()):
            sizes = Counter(id(self.person_of[m]) for m in members)
            core = max(members, key=lambda m: (sizes[id(self.person_of[m])], -m))
            if 2 * sizes[id(self.person_of[core])] > len(members) and self._is_one_name(members):
                for member in members:
                    self._join(self.person_of[core], self.person_of[member])

    def link(self, sure: Iterable[tuple[int, int]]) -> None:
        """Join the people of each pair, in an order that the content decides."""
        index_of = {signature.id: index for index, signature in enumerate(self.ordered)}
        for one, other in sorted(sorted((index_of[a], index_of[b])) for a, b in sure):
            self._join(self.person_of[one], self.person_of[other])

    def _is_one_name(self, members: Sequence[int]) -> bool:
        names = sorted({self.ordered[m].name for m in members})
        spelled_out = any(parts_of(name).is_spelled_out for name in names)
        return spelled_out and all(are_compatible(a, b) for n, a in enumerate(names) for b in names[:n])

    def people(self) -> list[_Person]:
        unique = {id(person): person for person in self.person_of.values()}
        return sorted(unique.values(), key=lambda person: min(person.members))


def _person_of(index: int, signature: Signature) -> _Person:
    return _Person(
        members=[index],
        works={signature.work},
        names={signature.name},
        orcids=set(with_scheme(signature, ORCID_SCHEME)),
        holders={one for one in (signature.holder, signature.pinned) if one is not None},
        barred=set(signature.barred),
        pinned=signature.pinned,
    )


def shown_by(signature: Signature) -> list[Evidence]:
    """What others may find a signature by."""
    return [*_members(signature, is_shown=True), *_exact_identifiers(signature)]


def sought(signature: Signature) -> list[Evidence]:
    """What a signature looks for: a co-author `A. Byron` meets `Ada Byron`, but `Anna` never meets `Ada`."""
    return [*_members(signature, is_shown=False), *_exact_identifiers(signature)]


def _members(signature: Signature, *, is_shown: bool) -> list[Evidence]:
    keys: list[Evidence] = []
    for member in sorted(signature.teammates):
        keys.append((EXACT, member))
        spelled_out = is_spelled_out(member)
        keys.append((SPELLED if spelled_out == is_shown else INITIALS, block_part(member)))
    return keys


def _exact_identifiers(signature: Signature) -> list[Evidence]:
    return [(EXACT, i) for i in sorted(signature.identifiers) if not i.startswith(LIST_SCHEME)]


def with_scheme(signature: Signature, scheme: str) -> list[str]:
    """The identifiers beside the name that are of this scheme."""
    return [i for i in signature.identifiers if i.startswith(scheme)]


def _may_join(a: _Person, b: _Person) -> bool:
    if a is b:
        return True
    if not a.works.isdisjoint(b.works) or len(a.orcids | b.orcids) > 1:
        return False
    if not (a.barred.isdisjoint(b.holders) and b.barred.isdisjoint(a.holders)):
        return False
    if None not in (a.pinned, b.pinned):
        return False
    return _names_go(a, b)


def _names_go(a: _Person, b: _Person) -> bool:
    if b.is_wide:
        a, b = b, a
    if a.is_wide:
        # A person said that these names are one's: a further one has to go with one of them, not with all.
        return all(any(are_compatible(x, y) for x in a.names) for y in b.names)
    return all(are_compatible(x, y) for x in a.names for y in b.names)
