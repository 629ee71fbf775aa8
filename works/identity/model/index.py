"""Which pairs of a block are worth comparing: those that share something, found without looking at all pairs."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Sequence

# A word, venue or co-author that more than so many share tells nobody apart.
LONGEST_POSTING = 200
# In a block larger than SMALL each takes its best MOST candidates only.
SMALL, MOST = 1_000, 30


def candidate_pairs(shown: Sequence[Collection[Hashable]]) -> list[tuple[int, int]]:
    """Pairs (i < j) of positions that share at least one of what they show, in order."""
    postings: dict[Hashable, list[int]] = defaultdict(list)
    for position, features in enumerate(shown):
        for feature in features:
            postings[feature].append(position)
    found: set[tuple[int, int]] = set()
    for position, features in enumerate(shown):
        shared: Counter[int] = Counter()
        for feature in features:
            posting = postings[feature]
            if 1 < len(posting) <= LONGEST_POSTING:
                for other in posting:
                    shared[other] += 1
        shared.pop(position, None)
        others = shared if len(shown) <= SMALL else _best(shared)
        found.update((min(position, other), max(position, other)) for other in others)
    return sorted(found)


def _best(shared: Counter[int]) -> list[int]:
    return sorted(shared, key=lambda other: (-shared[other], other))[:MOST]
