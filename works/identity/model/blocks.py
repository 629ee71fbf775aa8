"""Which signatures are looked at together: family name and first initial, in every reading of the name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from works.identity.model.names import compare
from works.identity.model.readings import Reading, readings_of
from works.identity.model.signatures import Signature

LARGEST = 10_000


def keys_of(printed: str) -> tuple[str, ...]:
    """The block keys of a name, that as printed first; empty for a blank name."""
    return tuple(dict.fromkeys(key for reading in readings_of(printed) if (key := _key(reading))))


def _key(reading: Reading) -> str:
    initial = reading.given[0][0] if reading.given else ""
    return f"{reading.family} {initial}".strip()[:120] if reading.family else ""


def gather(signatures: Iterable[Signature]) -> list[list[Signature]]:
    """Signatures in groups that can be clustered one by one.

    A group is the blocks that a name which could be one person's ties together, as long as it stays under
    LARGEST; the most populous ties first. Signatures without a name stand alone.
    """
    blocks: dict[str, list[Signature]] = defaultdict(list)
    for signature in sorted(signatures, key=lambda s: s.order):
        blocks[next(iter(keys_of(signature.name)), f"\0{signature.id}")].append(signature)
    leader = {key: key for key in blocks}
    size = {key: len(members) for key, members in blocks.items()}
    for one, other in _ties(blocks):
        first, second = sorted((_root(leader, one), _root(leader, other)))
        if first != second and size[first] + size[second] <= LARGEST:
            leader[second] = first
            size[first] += size[second]
    groups: dict[str, list[Signature]] = defaultdict(list)
    for key in sorted(blocks):
        groups[_root(leader, key)].extend(blocks[key])
    return [groups[key] for key in sorted(groups)]


def _root(leader: dict[str, str], key: str) -> str:
    while leader[key] != key:
        key = leader[key]
    return key


def _ties(blocks: dict[str, list[Signature]]) -> Sequence[tuple[str, str]]:
    names = {key: sorted({s.name for s in members}) for key, members in blocks.items()}
    found = set()
    for key, ours in names.items():
        for name in ours:
            for other in keys_of(name)[1:]:
                if other != key and any(compare(name, theirs) for theirs in names.get(other, ())):
                    found.add((min(key, other), max(key, other)))
    return sorted(found, key=lambda tie: (-min(len(blocks[tie[0]]), len(blocks[tie[1]])), tie))
