"""The ways a printed name can be read: which words are the family name is not always said."""

from dataclasses import dataclass
from functools import lru_cache

from works.record.addresses import fold
from works.record.names import NameParts, parts_of

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa"})
# Joined by a hyphen in print (`works.record.names` writes them as one word).
HYPHENS = "-‐‑–"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name, folded; `given` in order."""

    family: str
    given: tuple[str, ...]
    suffix: str


@lru_cache(maxsize=200_000)
def readings_of(printed: str) -> tuple[Reading, ...]:
    """All readings, that as printed first.

    Others: umlauts in two letters, particles in the family name, half of a double family name, swapped.
    """
    parts = parts_of(printed)
    found = [_as_printed(parts)]
    spelled = printed.translate(UMLAUTS)
    if spelled != printed:
        found.append(_as_printed(parts_of(spelled)))
    found.extend(_with_other_family(printed, parts))
    return tuple(dict.fromkeys(found))


def _as_printed(parts: NameParts) -> Reading:
    return Reading(parts.family, parts.given, parts.suffix)


def _with_other_family(printed: str, parts: NameParts) -> list[Reading]:
    found = []
    if parts.particles:
        found.append(Reading("".join((*parts.particles, parts.family)), parts.given, parts.suffix))
        found.append(Reading(parts.particles[-1], parts.given, parts.suffix))
    found += [Reading(half, parts.given, parts.suffix) for half in _halves(printed)]
    if len(parts.given) > 1 and len(parts.given[-1]) > 1:
        # `Rosa García Lorca`: the middle name may be the first half of the family name.
        found.append(Reading(parts.given[-1], parts.given[:-1], parts.suffix))
        found.append(Reading(parts.given[-1] + parts.family, parts.given[:-1], parts.suffix))
    if "," not in printed and parts.is_spelled_out and len(parts.given) == 1:
        found.append(Reading(parts.given[0], (parts.family,), parts.suffix))
    return found


def _halves(printed: str) -> list[str]:
    family = (
        printed.partition(",")[0] if "," in printed else printed.rsplit(maxsplit=1)[-1] if printed.split() else ""
    ).strip()
    for hyphen in HYPHENS:
        family = family.replace(hyphen, " ")
    words = fold(family).split()
    return words if len(words) > 1 else []
