"""Clusters as profiles, and what two profiles say about being one person: the second stage, and new works."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import fsum, log2, log10

from works.identity.model.evidence import reasons
from works.identity.model.signatures import Reason
from works.identity.model.sketches import NameEvidence, Names, Sketch
from works.identity.model.words import Links, Vector, dot, unit

PROFILE = {
    "start": 0,
    "coauthors": 1,
    "no_coauthor": -1,
    "circle": 1,
    "best_pair": 1,
    "title": 1,
    "abstract": 1,
    "affiliation": 1,
    "venue": 1,
    "years": -1,
    "rarity": 1,
    "rivals": -1,
    "size": 0,
}
KINDS = tuple(PROFILE)
# Names beyond these few are variants of the same.
NAMES_COMPARED = 6
FEATURES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Profile:
    """The union of co-authors, summed words, venues and years of a cluster."""

    size: int
    names: tuple[str, ...]
    coauthors: dict[str, float]
    title: Vector
    abstract: Vector
    places: Vector
    venues: dict[str, float]
    years: tuple[int, int] | None

    @classmethod
    def of(cls, sketches: Sequence[Sketch]) -> "Profile":
        """The profile of these signatures; they must come in a stable order."""
        names = Counter(sketch.name for sketch in sketches)
        years = [sketch.year for sketch in sketches if sketch.year is not None]
        return cls(
            len(sketches),
            tuple(sorted(names, key=lambda name: (-names[name], name))),
            {key: rarity for sketch in sketches for key, rarity in sketch.coauthors.items()},
            _summed([sketch.title for sketch in sketches]),
            _summed([sketch.abstract for sketch in sketches]),
            _summed([sketch.places for sketch in sketches]),
            {sketch.venue: sketch.venue_rarity for sketch in sketches if sketch.venue},
            (min(years), max(years)) if years else None,
        )

    def shown(self) -> list[Hashable]:
        """By what another profile may find it."""
        words = sorted(self.title, key=lambda word: (-self.title[word], word))
        places = sorted(self.places, key=lambda word: (-self.places[word], word))
        return [
            *(("coauthor", key) for key in self.coauthors),
            *(("word", word) for word in islice(words, FEATURES_SHOWN)),
            *(("place", word) for word in islice(places, FEATURES_SHOWN)),
            *(("venue", venue) for venue in self.venues),
            *(("name", name) for name in self.names),
        ]


def _summed(vectors: Sequence[Vector]) -> Vector:
    if len(vectors) == 1:
        return vectors[0]
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for word, value in vector.items():
            total[word] += value
    return unit(total)


def profile_values(
    a: Profile, b: Profile, name: NameEvidence, *, best_pair: float, links: Links, rivals: int
) -> list[float]:
    """The numbers of two profiles, in the order of KINDS.

    `best_pair` is the log-odds of their nearest pair, `rivals` how many clusters could bear the name.
    """
    shared = fsum(a.coauthors[key] for key in a.coauthors.keys() & b.coauthors.keys())
    fewer = min(len(a.coauthors), len(b.coauthors))
    smaller, larger = sorted((a.size, b.size))
    return [
        1.0,
        log2(1 + shared),
        log10(1 + fewer) if not shared else 0.0,
        _circle(a, b, links) if fewer else 0.0,
        max(-4.0, min(4.0, best_pair)),
        dot(a.title, b.title),
        dot(a.abstract, b.abstract),
        dot(a.places, b.places),
        max((a.venues[venue] for venue in a.venues.keys() & b.venues.keys()), default=0.0),
        _years_apart(a.years, b.years),
        name.rarity,
        log10(max(1, rivals)),
        log10(smaller) + log10(larger) / 2,
    ]


def _circle(a: Profile, b: Profile, links: Links) -> float:
    """How many of the co-authors of both have written with one of the other's."""
    met = sum(not links[x].isdisjoint(b.coauthors) for x in a.coauthors if x in links)
    met += sum(not links[y].isdisjoint(a.coauthors) for y in b.coauthors if y in links)
    return met / (len(a.coauthors) + len(b.coauthors))


def _years_apart(a: tuple[int, int] | None, b: tuple[int, int] | None) -> float:
    """Decades between the two spans, 0 where they overlap or one is not known; at most three."""
    if a is None or b is None:
        return 0.0
    return min(3.0, max(0, a[0] - b[1], b[0] - a[1]) / 10)


def name_evidence(a: Profile, b: Profile, compared: Names) -> NameEvidence | None:
    """What the names of two profiles say: the best of their commonest ones; None when any two contradict."""
    best: NameEvidence | None = None
    for one in a.names[:NAMES_COMPARED]:
        for other in b.names[:NAMES_COMPARED]:
            found = compared.compare(one, other)
            if found is None:
                return None
            if best is None or _strength(found) > _strength(best):
                best = found
    return best


def _strength(name: NameEvidence) -> tuple[bool, bool, bool, float]:
    return (name.is_full, name.is_second_equal, not name.is_loose, name.rarity)


def profile_reasons(a: Profile, b: Profile, values: Sequence[float], weights: Sequence[float]) -> tuple[Reason, ...]:
    """The addends of two profiles that are not nothing, the strongest first."""
    details = {
        "coauthors": ", ".join(sorted(a.coauthors.keys() & b.coauthors.keys())[:3]),
        "title": _common(a.title, b.title),
        "abstract": _common(a.abstract, b.abstract),
        "affiliation": _common(a.places, b.places),
        "venue": ", ".join(sorted(a.venues.keys() & b.venues.keys())[:3]),
        "years": " – ".join(f"{min(years)}" for years in (a.years, b.years) if years),
        "size": f"{a.size} – {b.size}",
    }
    return reasons(KINDS, values, weights, details, f"{a.names[0]} – {b.names[0]}")


def _common(a: Vector, b: Vector) -> str:
    shared = sorted(a.keys() & b.keys(), key=lambda word: (-a[word] * b[word], word))
    return ", ".join(shared[:3])
