"""Names of people, compared: which could belong to one person, and how they sort. Pure.

A name is compared in folded form (`addresses.fold`): no accents, no case, hyphens as blanks. What is
printed is never changed; see `identity.md`, Names.
"""

from dataclasses import dataclass
from functools import lru_cache

from works.record.addresses import fold

# Particles stay with the family name when names are sorted, and fall away when they are compared:
# `Joost van der Putten` and `J. Putten` meet in one block.
PARTICLES = frozenset(
    "af al bin da das de del della der di dos du el ibn la le ten ter van vander von zu zum zur".split()
)
SUFFIXES = frozenset("jr sr ii iii iv".split())
# What stands on a byline in the place of somebody who had their record erased; it is no name, and nobody's.
WITHHELD = "name withheld"


@dataclass(frozen=True, slots=True)
class NameParts:
    """A folded name taken apart: `given` tokens in order, `family` without particles, `suffix` or empty."""

    given: tuple[str, ...]
    particles: tuple[str, ...]
    family: str
    suffix: str

    @property
    def is_spelled_out(self) -> bool:
        """True when the first given name is more than an initial."""
        return bool(self.given) and len(self.given[0]) > 1


@lru_cache(maxsize=200_000)
def parts_of(printed: str) -> NameParts:
    """Take a printed name apart; `Family, Given` and `Given Family` are both understood.

    Given initials written together (`J.P.`, `JP` before a dot) become one token each. Digits (DBLP's
    numbers for namesakes) are left out.
    """
    if printed == WITHHELD:
        return NameParts((), (), "", "")
    head, comma, tail = printed.partition(",")
    tail_tokens = _words(tail)
    if comma and tail_tokens and tail_tokens[0] not in SUFFIXES:
        tokens = tail_tokens + _name_words(head)
        family_length = len(_name_words(head))
    else:
        tokens = _name_words(head) + tail_tokens
        family_length = 0
    suffix = ""
    if len(tokens) > 1 and tokens[-1] in SUFFIXES:
        suffix = tokens.pop()
    if not tokens:
        return NameParts((), (), "", suffix)
    family = tokens[-1]
    rest = tokens[:-1]
    # Before a comma everything but the last word of the family name is compared like a particle: the
    # other form (`Maximilian Puelma Touzel`) does not say where the family name begins.
    cut = len(rest) - max(family_length - 1, 0)
    given, particles = rest[:cut], rest[cut:]
    while len(given) > 1 and given[-1] in PARTICLES:
        particles.insert(0, given.pop())
    return NameParts(tuple(given), tuple(particles), family, suffix)


def _words(text: str) -> list[str]:
    # A dot ends an initial: `J.P.Morgan` is three words. Hyphens part given names, which are written both ways.
    return [word for word in fold(text.replace(".", " ")).split() if not word.isdigit()]


def _name_words(text: str) -> list[str]:
    # The last word is the family name; a hyphen holds its halves together: `Shea-Brown` is no Brown.
    *given, family = text.replace(".", " ").replace("‐", "-").split() or [""]
    return [*_words(" ".join(given)), *_words("".join(fold(family).split()))]


def block_of(printed: str) -> str:
    """Family name and first initial: only names of one block can be one person. Empty for a blank name."""
    parts = parts_of(printed)
    if not parts.family:
        return ""
    initial = parts.given[0][0] if parts.given else ""
    return f"{parts.family} {initial}".strip()[:120]


def name_key(printed: str) -> str:
    """First given name and family name, folded: `blake richards` for `Blake A. Richards`."""
    parts = parts_of(printed)
    return f"{parts.given[0]} {parts.family}" if parts.given else parts.family


def sort_key(printed: str) -> str:
    """What a directory sorts by: family name, then given names; at most 120 characters."""
    parts = parts_of(printed)
    return " ".join((parts.family, *parts.given, *parts.particles, parts.suffix)).strip()[:120]


def address_name(printed: str) -> str:
    """A name as it stands in an address, equal for everybody with one `sort_key`: `joost-van-der-putten`."""
    parts = parts_of(printed)
    return "-".join(filter(None, (*parts.given, *parts.particles, parts.family, parts.suffix)))


def specificity(printed: str) -> tuple[int, int, int]:
    """How much a name says, for trying the most telling names first: (spelled out, tokens, letters)."""
    parts = parts_of(printed)
    return (int(parts.is_spelled_out), len(parts.given), sum(map(len, parts.given)))


@lru_cache(maxsize=500_000)
def are_compatible(one: str, other: str) -> bool:
    """True when both printed names could be one person's: accents, initials and middle names allowed for.

    Symmetric and reflexive, not transitive (`G. Roy` goes with `Guy Roy` and with `Gwen Roy`).
    """
    a, b = parts_of(one), parts_of(other)
    if a.family != b.family or (a.suffix and b.suffix and a.suffix != b.suffix):
        return False
    if not a.given or not b.given:
        return a.given == b.given
    if "".join(a.given) == "".join(b.given):
        return True
    if not _agree(a.given[0], b.given[0]):
        return False
    return _middles_agree(a.given[1:] + _unknown_particles(a), b.given[1:] + _unknown_particles(b))


def _unknown_particles(parts: NameParts) -> tuple[str, ...]:
    # `Puelma Touzel, Maximilian` against `Maximilian Puelma Touzel`: the first half of a double
    # family name stands where the other form shows a middle name.
    return tuple(p for p in parts.particles if p not in PARTICLES)


def _middles_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) == len(longer):
        return all(map(_agree, shorter, longer))
    # A middle name may be left out, never contradicted: each of the shorter has its partner, in order.
    rest = iter(longer)
    return all(any(_agree(token, candidate) for candidate in rest) for token in shorter)


def _agree(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])
