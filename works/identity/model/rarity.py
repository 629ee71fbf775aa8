"""How rare a name is: by the shares of its family name and given name, never by the count of the whole."""

import json
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log10
from pathlib import Path

from works.record.names import parts_of

# Below what the table lists.
UNLISTED_FAMILY, UNLISTED_GIVEN = 3e-5, 5e-5
# Of a letter, and of a second name, which is not independent of the first: `Sang Ho` is not rare twice.
INITIAL = 0.07
# log10 of one in so many: a name shared by one in 3,000 says nothing, by one in 300 million all there is to say.
COMMON, RARE = 3.5, 8.5
# What was looked at counts against the table as if that were so many names.
TABLE_COUNTS = 2_000


class NameShares:
    """Shares of family and given names: those of a table for the world, corrected by the bylines at hand."""

    def __init__(self, printed: Iterable[str] = ()) -> None:
        self.families: Counter[str] = Counter()
        self.givens: Counter[str] = Counter()
        for name in printed:
            parts = parts_of(name)
            if parts.given:
                self.families[parts.family] += 1
            if parts.is_spelled_out:
                self.givens[parts.given[0]] += 1
        self.family_total = self.families.total() + TABLE_COUNTS
        self.given_total = self.givens.total() + TABLE_COUNTS

    def rarity(self, family: str, given: tuple[str, ...]) -> float:
        """From 0 for Wei Wang to 1 for a name that nobody else has."""
        expected = self._family(family)
        if given:
            expected *= INITIAL if len(given[0]) == 1 else self._given(given[0])
        if len(given) > 1:
            expected *= INITIAL
        return min(1.0, max(0.0, (-log10(expected) - COMMON) / (RARE - COMMON)))

    def _family(self, name: str) -> float:
        listed = _table()["family"].get(name, 0) / 1e6 or UNLISTED_FAMILY
        return (self.families[name] + TABLE_COUNTS * listed) / self.family_total

    def _given(self, name: str) -> float:
        listed = _table()["given"].get(name, 0) / 1e6 or UNLISTED_GIVEN
        return (self.givens[name] + TABLE_COUNTS * listed) / self.given_total

    def rarity_of(self, printed: str) -> float:
        """The rarity of one printed name."""
        parts = parts_of(printed)
        return self.rarity(parts.family, parts.given)


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, int]]:
    read: dict[str, dict[str, int]] = json.loads((Path(__file__).parent / "name_shares.json").read_text("utf-8"))
    return read
