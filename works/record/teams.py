"""Who stood on a byline, as numbers: what two signatures share is found by comparing sets of them. Pure."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from works.record.names import block_of, name_key, parts_of

# Of a larger byline the members with the smallest numbers: two papers of one collaboration keep mostly
# the same fifty, two papers of strangers none (a bottom-k sketch), and a paper by 3,000 costs no more.
TEAM_LIMIT = 50
# As many names as a byline shows until all are asked for (`architecture.md`).
BYLINE_LENGTH = 20
GIVEN_BITS = 24
BLOCK_BITS = 39


def _hash(text: str, bits: int) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> (64 - bits)


@lru_cache(maxsize=300_000)
def member_of(printed: str) -> int:
    """A name as a positive 63-bit number: its block in the upper bits, the spelled-out given name in the lower.

    The lower bits are 0 for a name with initials only, which may be anybody of its block.
    """
    given = _hash(name_key(printed), GIVEN_BITS) | 1 if parts_of(printed).is_spelled_out else 0
    return _hash(block_of(printed), BLOCK_BITS) << GIVEN_BITS | given


def block_part(member: int) -> int:
    """What members of one block have in common."""
    return member >> GIVEN_BITS


def is_spelled_out(member: int) -> bool:
    """False for a name with initials only."""
    return member & ((1 << GIVEN_BITS) - 1) != 0


def team_of(names: Iterable[str]) -> list[int]:
    """The team of a byline: sorted, without doubles, at most TEAM_LIMIT numbers."""
    return sorted({member_of(name) for name in names if name_key(name)})[:TEAM_LIMIT]
