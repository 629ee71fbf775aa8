"""Family and given names for formats that keep them apart.

Pages show names as printed; only citation formats need the parts, and readers mend them by hand where this
careful rule is wrong (a name with the family name first cannot be told from one without).
"""

from dataclasses import dataclass

from works.record.addresses import fold
from works.record.names import PARTICLES, SUFFIXES, WITHHELD

# One of these words makes a name that of a body, kept whole.
BODIES = frozenset({"collaboration", "consortium", "committee", "group", "initiative", "network", "project", "team"})


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A name as printed, and in parts; `given` and `suffix` are empty for a body and for a single word."""

    printed: str
    family: str
    given: str = ""
    suffix: str = ""
    is_body: bool = False

    @property
    def inverted(self) -> str:
        """`Family, Given, Suffix`, without the parts that are not there."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)


def in_parts(printed: str) -> PrintedName:
    """A printed name in its parts.

    `Given Family`, `Family, Given`, `Given van der Family`, `Given Family Jr.`; the family name is the last word
    and the lower-case particles before it. A single word, the name of a body and a withheld name stay whole.
    """
    printed = " ".join(printed.split())
    if is_body(printed):
        return PrintedName(printed, printed, is_body=True)
    if printed == WITHHELD:
        return PrintedName(printed, printed)
    pieces = [piece for piece in map(str.strip, printed.split(",")) if piece]
    suffix = next((piece for piece in pieces[1:] if fold(piece) in SUFFIXES), "")
    rest = [piece for piece in pieces if piece != suffix]
    if len(rest) > 1:
        return PrintedName(printed, rest[0], " ".join(rest[1:]), suffix)
    return _from_words(printed, rest[0].split() if rest else [], suffix)


def is_body(printed: str) -> bool:
    """Whether the name is that of a collaboration or the like."""
    return any(word.strip("().").lower() in BODIES for word in printed.split())


def _from_words(printed: str, words: list[str], suffix: str) -> PrintedName:
    if not suffix and len(words) > 2 and fold(words[-1]) in SUFFIXES:
        *words, suffix = words
    start = max(0, len(words) - 1)
    # In lower case only: `Juan De Luz` says himself where his family name begins.
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    return PrintedName(printed, " ".join(words[start:]), " ".join(words[:start]), suffix)
