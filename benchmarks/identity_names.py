"""`python -m benchmarks.identity_names SNAPSHOT`: makes the table of name shares from bylines of an arXiv snapshot.

Family and given name are not independent: `Lei` is rare, but not among people called Zhang. Names are taken for a
mixture of GROUPS groups in each of which the two are independent; which they are is found from the bylines alone,
by expectation maximisation, and no group has a name. Seeded: the same snapshot gives the same table.
"""

import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from works.identity.model.rarity import TABLE
from works.importers.arxiv.byline import read_byline
from works.record.names import parts_of

GROUPS, ROUNDS, SEED = 8, 25, 5
# A name printed often counts so many times: whoever writes much must not make it common.
MOST = 4
# Seen so often a name is listed.
FAMILY_LISTED, GIVEN_LISTED = 20, 12

Shares = dict[str, list[float]]


def printed_in(path: Path) -> Counter[str]:
    """Every name of the bylines as printed, counted."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return Counter(one.name for line in lines for one in read_byline(json.loads(line)["authors"])[0])


def table_of(printed: Counter[str]) -> dict[str, object]:
    """Shares in a million names, by group; a name that is not listed is rarer than all of these."""
    families: Counter[str] = Counter()
    givens: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for name, count in printed.items():
        parts = parts_of(name)
        if parts.given:
            families[parts.family] += min(MOST, count)
        if parts.is_spelled_out:
            givens[parts.given[0]] += min(MOST, count)
            pairs[parts.family, parts.given[0]] += min(MOST, count)
    listed: Counter[tuple[str, str]] = Counter()
    for (family, given), count in pairs.items():
        is_listed = families[family] >= FAMILY_LISTED, givens[given] >= GIVEN_LISTED
        listed[family * is_listed[0], given * is_listed[1]] += count
    groups, family_shares, given_shares = _mixture(listed)
    return {
        "groups": [round(share, 4) for share in groups],
        "family": _in_a_million(families, FAMILY_LISTED, family_shares, groups),
        "given": _in_a_million(givens, GIVEN_LISTED, given_shares, groups),
    }


def _mixture(pairs: Counter[tuple[str, str]]) -> tuple[list[float], Shares, Shares]:
    rng = random.Random(SEED)
    groups = [1 / GROUPS] * GROUPS
    family = _even({name: [rng.random() + 0.1 for _ in groups] for name in sorted({f for f, _ in pairs})})
    given = _even({name: [rng.random() + 0.1 for _ in groups] for name in sorted({g for _, g in pairs})})
    for _ in range(ROUNDS):
        totals, families, givens = [0.0] * GROUPS, _empty(family), _empty(given)
        for (f, g), count in sorted(pairs.items()):
            fits = [share * a * b for share, a, b in zip(groups, family[f], given[g], strict=True)]
            whole = sum(fits) or 1.0
            for k, fit in enumerate(fits):
                part = count * fit / whole
                families[f][k] += part
                givens[g][k] += part
                totals[k] += part
        groups, family, given = [total / sum(totals) for total in totals], _even(families), _even(givens)
    return groups, family, given


def _empty(like: Shares) -> Shares:
    return {name: [0.0] * GROUPS for name in like}


def _even(shares: Shares) -> Shares:
    totals = [sum(column) or 1.0 for column in zip(*shares.values(), strict=True)]
    return {name: [value / total for value, total in zip(row, totals, strict=True)] for name, row in shares.items()}


def _in_a_million(seen: Counter[str], least: int, shares: Shares, groups: list[float]) -> dict[str, list[int]]:
    return dict(_rows(seen, least, shares, groups))


def _rows(seen: Counter[str], least: int, shares: Shares, groups: list[float]) -> Iterator[tuple[str, list[int]]]:
    whole = seen.total()
    for name, count in sorted(seen.items()):
        if count >= least:
            # A family name that is never printed beside a given name says nothing about its group.
            fits = [share * part for share, part in zip(groups, shares.get(name, groups), strict=True)]
            yield name, [round(1e6 * count / whole * fit / (sum(fits) or 1.0)) for fit in fits]


def main(path: Path) -> None:
    """Written into the file beside the model."""
    printed = printed_in(path)
    about = (
        f"How many of a million names have this family name, or this given name among those spelled out, by group "
        f"(benchmarks/identity_names.py); from {printed.total():,} places on bylines of arXiv records (CC0), each "
        f"printed name at most {MOST} times. Names that are not listed are rarer than all of these."
    )
    told = {"about": about, **table_of(printed)}
    TABLE.write_text(json.dumps(told, separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
