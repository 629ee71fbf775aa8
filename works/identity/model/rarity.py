"""How rare a name is: by the shares of its family name and given name, never by the count of the whole."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import fsum, log10
from operator import itemgetter, mul
from pathlib import Path

from works.record.names import parts_of

# Made by `benchmarks/identity_names.py`: shares by groups of names, in each of which the two are independent.
TABLE = Path(__file__).parent / "name_shares.json"
# Below what the table lists.
UNLISTED_FAMILY, UNLISTED_GIVEN = 3e-5, 5e-5
# Of a letter, and of a second name, which is not independent of the first: `Sang Ho` is not rare twice.
INITIAL = 0.07
# log10 of one in so many: a name shared by one in 3,000 says nothing, by one in 300 million all there is to say.
COMMON, RARE = 3.5, 8.5


def share(family: str, given: Sequence[str]) -> float:
    """Which share of all people may bear a name, folded; `given` may be initials, or nothing."""
    table = _table()
    families = table.family.get(family) or [UNLISTED_FAMILY * size for size in table.groups]
    if not given:
        return sum(families)
    if len(given[0]) == 1:
        found = INITIAL * sum(families)
    elif given[0] in table.given:
        found = fsum(map(mul, families, table.given[given[0]]))
    else:
        found = UNLISTED_GIVEN * sum(families)
    return found * INITIAL if len(given) > 1 else found


def rarity(family: str, given: Sequence[str]) -> float:
    """From 0 for Y. Wang to 1 for a name that nobody else has."""
    expected = max(share(family, given), 10.0**-RARE)
    return min(1.0, max(0.0, (-log10(expected) - COMMON) / (RARE - COMMON)))


@lru_cache(maxsize=300_000)
def rarity_of(printed: str) -> float:
    """The rarity of one printed name."""
    parts = parts_of(printed)
    return rarity(parts.family, parts.given)


def frequent(least: float) -> Iterator[tuple[str, str]]:
    """Family names, each with no given name and with every one, that this share of all people bear."""
    table = _table()
    by_best = sorted((-max(row), name, row) for name, row in table.given.items())
    for family, row in table.family.items():
        whole = sum(row)
        if whole >= least:
            yield family, ""
            # No group makes the whole more frequent than the given name is in its best one.
            likely = by_best[: bisect_right(by_best, -least / whole, key=itemgetter(0))]
            yield from ((family, name) for _, name, given in likely if fsum(map(mul, row, given)) >= least)


class _Shares:
    """The table: `family` among everybody and by group, `given` within each group."""

    def __init__(self, told: dict[str, dict[str, list[int]]], groups: list[float]) -> None:
        self.groups = groups
        self.family = {name: [one / 1e6 for one in row] for name, row in told["family"].items()}
        self.given = {
            name: [one / 1e6 / size for one, size in zip(row, groups, strict=True)]
            for name, row in told["given"].items()
        }


@lru_cache(maxsize=1)
def _table() -> _Shares:
    told = json.loads(TABLE.read_text("utf-8"))
    return _Shares(told, told["groups"])
