"""Labelled signatures, one JSON object a line, and how well clusters agree with them."""

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from works.identity.model.signatures import Id, Signature


@dataclass(frozen=True, slots=True)
class Labelled:
    """A signature of a gold file with its block; `person` is for the marks, never for the clusters."""

    signature: Signature
    block: str
    person: str


def read(lines: Iterable[str]) -> list[Labelled]:
    """The signatures of a gold file. Raises KeyError, TypeError or ValueError for a line that is none."""
    return [_labelled(json.loads(line)) for line in lines if line.strip()]


def _labelled(told: Any) -> Labelled:
    if not isinstance(told, dict):
        raise ValueError("it is no object")
    affiliation = told.get("affiliation") or ()
    signature = Signature(
        id=told["signature"],
        work=told["work"],
        name=told["name"],
        coauthors=tuple(told.get("coauthors") or ()),
        affiliations=(affiliation,) if isinstance(affiliation, str) else tuple(affiliation),
        title=told.get("title") or "",
        abstract=told.get("abstract") or "",
        venue=told.get("venue") or "",
        year=int(told["year"]) if told.get("year") else None,
    )
    return Labelled(signature, told["block"], told["person"])


@dataclass(frozen=True, slots=True)
class Marks:
    """The measures of identity.md; 1 where there is nothing to be wrong about."""

    b3_precision: float
    b3_recall: float
    b3_f1: float
    pairwise_precision: float
    pairwise_recall: float
    pairwise_f1: float


def marks(found: Mapping[Id, Hashable], true: Mapping[Id, Hashable]) -> Marks:
    """How the cluster of each signature agrees with its person."""
    both = Counter((found[i], true[i]) for i in true)
    clusters = Counter(found[i] for i in true)
    people = Counter(true.values())
    b3_precision = _share(sum(n * n / clusters[c] for (c, _), n in both.items()), len(true))
    b3_recall = _share(sum(n * n / people[p] for (_, p), n in both.items()), len(true))
    right = _pairs(both)
    precision, recall = _share(right, _pairs(clusters)), _share(right, _pairs(people))
    return Marks(b3_precision, b3_recall, _f1(b3_precision, b3_recall), precision, recall, _f1(precision, recall))


def _pairs(sizes: Counter) -> float:
    return sum(n * (n - 1) / 2 for n in sizes.values())


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def mean(measured: Sequence[Marks], shares: Sequence[float]) -> Marks:
    """Each measure averaged over sets, each with its share."""
    columns = zip(*(astuple(one) for one in measured), strict=True)
    return Marks(*(sum(share * value for share, value in zip(shares, column, strict=True)) for column in columns))


def by_block(labelled: Iterable[Labelled]) -> dict[str, list[Labelled]]:
    """The signatures of each block of the file."""
    blocks: dict[str, list[Labelled]] = defaultdict(list)
    for one in labelled:
        blocks[one.block].append(one)
    return dict(blocks)
