"""Words of titles, abstracts, affiliations and venues, weighted by how rare they are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, log, sqrt

from works.identity.model.rarity import NameShares
from works.identity.model.signatures import Signature
from works.record.addresses import fold
from works.record.names import name_key

Vector = dict[str, float]
Links = dict[str, set[str]]
# Words are cut here: `optimal`, `optimise` and `optimisation` are one.
STEM = 6
SHORTEST = 3
SMALL_BYLINE = 15
STOP = frozenset(
    "and are based but can for from has have into its not our that the their these this to toward towards using use "
    "used via was were which with new novel study approach method paper der die das und les des sur pour une por para "
    "null none unknown".split()
)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The beginning of a word; empty for one that says nothing."""
    return "" if len(word) < SHORTEST or word in STOP else word[:STEM]


def words_of(text: str) -> Counter[str]:
    """The stems of a text, counted."""
    return Counter(found for word in fold(text).split() if (found := stem(word)))


def venue_key(venue: str) -> str:
    """A venue without the years, ordinals and numbers of one meeting: its stems in order; empty for none."""
    return " ".join(found for word in fold(venue).split() if word.isalpha() and (found := stem(word)))


@dataclass(frozen=True)
class Background:
    """In how many of the signatures looked at each word, place word and venue stands: what is rare says more."""

    total: int
    words: Counter[str]
    places: Counter[str]
    venues: Counter[str]
    links: Links
    shares: NameShares

    @classmethod
    def of(cls, signatures: Iterable[Signature]) -> "Background":
        """Counted over the signatures given."""
        words: Counter[str] = Counter()
        places: Counter[str] = Counter()
        venues: Counter[str] = Counter()
        bylines: set[frozenset[str]] = set()
        total = 0
        for signature in signatures:
            total += 1
            words.update(set(words_of(signature.title)) | set(words_of(signature.abstract)))
            places.update(set(words_of(" ".join(signature.affiliations))))
            if key := venue_key(signature.venue):
                venues[key] += 1
            bylines.add(frozenset(signature.coauthors))
        shares = NameShares(name for byline in bylines for name in byline)
        return cls(total, words, places, venues, _links(bylines), shares)

    def weigh(self, counted: Counter[str], seen: Counter[str]) -> Vector:
        """Counts as a vector of length 1, each word by its rarity in `seen` (`words` or `places`)."""
        raw = {word: (1 + log(count)) * log((self.total + 1) / (seen[word] + 0.5)) for word, count in counted.items()}
        return unit(raw)

    def venue_rarity(self, key: str) -> float:
        """From 0 for a venue of everybody to 1 for one of a few."""
        if not key or self.total < 2:
            return 0.0
        return min(1.0, max(0.0, log((self.total + 1) / (self.venues[key] + 0.5)) / log(self.total + 1)))


def _links(bylines: Iterable[frozenset[str]]) -> Links:
    """Who has written with whom, by name, where few wrote together."""
    links: Links = {}
    for byline in bylines:
        if 1 < len(byline) <= SMALL_BYLINE:
            keys = {name_key(name) for name in byline}
            for key in keys:
                links.setdefault(key, set()).update(keys - {key})
    return links


def unit(raw: Vector) -> Vector:
    """The same direction with length 1."""
    length = sqrt(sum(value * value for value in raw.values()))
    return {word: value / length for word, value in raw.items()} if length else {}


def dot(a: Vector, b: Vector) -> float:
    """The product of two vectors, the same whichever comes first."""
    if len(a) > len(b):
        a, b = b, a
    # fsum rounds once: the order of the words cannot matter.
    return fsum(value * b[word] for word, value in a.items() if word in b) if a else 0.0
