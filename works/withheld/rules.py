"""Which places of a byline are withheld, decided from keyed hashes alone. Pure."""

import hmac
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Protocol

from works.record.addresses import fold
from works.record.names import block_of

# The list that a name was found in names a query, not a person (`identity/clusters.py`).
NOT_A_PERSON = "arxiv-list:"


class Place(Protocol):
    """A place of a byline, printed or stored: a name with the `scheme:value` beside it."""

    @property
    def name(self) -> str: ...

    @property
    def identifiers(self) -> Sequence[str]: ...


def digest(key: bytes, *parts: str) -> bytes:
    """HMAC-SHA-256 of the parts; the first says what they are, so that no two kinds ever meet."""
    return hmac.digest(key, "\x1f".join(parts).encode(), "sha256")


def person_digest(key: bytes, identifier: str) -> bytes:
    """Of an identifier of a person, `scheme:value`."""
    return digest(key, "person", identifier)


def work_digest(key: bytes, identifier: str) -> bytes:
    """Of an identifier of a work, `scheme:value`."""
    return digest(key, "work", identifier)


def pair_digests(key: bytes, name: str, work: str) -> tuple[bytes, bytes]:
    """Of a name on a work: of the name, folded, and of its block.

    The block stands for other ways of printing the name (`A. Lovelace`) on a later version of the same work.
    """
    return digest(key, "name", fold(name), work), digest(key, "block", block_of(name), work)


def person_identifiers(place: Place) -> list[str]:
    """What beside a name tells who the person is."""
    return [identifier for identifier in place.identifiers if not identifier.startswith(NOT_A_PERSON)]


def withheld_places(
    places: Sequence[Place], works: Sequence[str], *, key: bytes, listed: Collection[bytes]
) -> frozenset[int]:
    """Indexes of the places that the list names, of a work that these identifiers (`scheme:value`) name.

    A block counts only where one name on the byline is of that block: a namesake beside the person stays.
    """
    if not listed:
        return frozenset()
    blocks = Counter(block_of(place.name) for place in places)
    found = set()
    for index, place in enumerate(places):
        block = block_of(place.name)
        exact_or_block = [pair_digests(key, place.name, work) for work in works] if block else []
        if (
            any(exact in listed for exact, _ in exact_or_block)
            or (blocks[block] == 1 and any(alike in listed for _, alike in exact_or_block))
            or any(person_digest(key, identifier) in listed for identifier in person_identifiers(place))
        ):
            found.add(index)
    return frozenset(found)
