"""Names so common that two people of one field may bear the same: what they share proves little. Pure."""

from functools import lru_cache
from string import ascii_lowercase

from works.identity.model.rarity import INITIAL, frequent
from works.record.teams import block_part, is_spelled_out, member_of

# Borne by one in so many people or more: `Wei Li`, `John Smith`, `P. Garcia`, never `Xiaokang Yang`.
COMMON = 3e-6


def is_common(member: int) -> bool:
    """Whether a name, as its number (`teams.member_of`), is one of these."""
    return member in _spelled_out() if is_spelled_out(member) else block_part(member) in _initials()


@lru_cache(maxsize=1)
def _spelled_out() -> frozenset[int]:
    return frozenset(member_of(f"{given} {family}") for family, given in frequent(COMMON))


@lru_cache(maxsize=1)
def _initials() -> frozenset[int]:
    families = {family for family, given in frequent(COMMON / INITIAL) if not given}
    return frozenset(block_part(member_of(f"{letter} {family}")) for family in families for letter in ascii_lowercase)
