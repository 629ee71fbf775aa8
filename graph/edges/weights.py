"""How strongly two researchers collaborate: the rule, without a database (`services.py` does the same by sets)."""

from collections.abc import Iterable
from dataclasses import dataclass

# Works by more people than this say little about any two of them: they count as shared and add no weight.
CROWD = 100
CLOSE_SHARED = 3
CLOSE_WEIGHT = 0.5
# A share is kept as a whole number of these, so that a sum does not depend on the order of its terms.
UNITS = 10**12
UNITS_PER_MICRO = UNITS // 10**6


@dataclass(frozen=True)
class Collaboration:
    """What two authors have in common: the number of works, and the weight rounded to six places."""

    shared: int
    weight: float

    @property
    def is_close(self) -> bool:
        """At least three works and weight 0.5 (graph.md)."""
        return self.shared >= CLOSE_SHARED and self.weight >= CLOSE_WEIGHT


def share_units(authors: int) -> int:
    """What one work of so many authors adds, 1/(n − 1), in units of 1e-12, halves rounded up; 0 outside 2 to 100.

    Source: M. E. J. Newman, Phys. Rev. E 64, 016132, 2001.
    """
    if not 2 <= authors <= CROWD:
        return 0
    pairs = authors - 1
    return (2 * UNITS + pairs) // (2 * pairs)


def collaboration(author_counts: Iterable[int]) -> Collaboration | None:
    """The collaboration of two authors from the sizes of the works they share; None without a work of 2 to 100.

    A work of more than 100 is not enough by itself: one paper by 2,831 people would make eight million pairs.
    """
    counts = [count for count in author_counts if count >= 2]
    units = sum(share_units(count) for count in counts)
    if not units:
        return None
    micros = (units + UNITS_PER_MICRO // 2) // UNITS_PER_MICRO
    return Collaboration(shared=len(counts), weight=micros / 10**6)
