"""How much room a text takes in Inter, estimated on the safe side, and how it breaks into lines."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from graph.layout.inter import WIDTHS

# Hundredths of an em for what the table does not know.
WIDE = 104
OTHER = 95
# Hinting, kerning and a fallback font may make a line a little longer than its advances.
SAFETY = 1.06
# What a browser takes for the box of a line of Inter, above and below the baseline, in em.
ASCENT = 0.97
DESCENT = 0.26
LEADING = 1.22


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """Width in em, at weight 600 or lighter."""
    return SAFETY * sum(_advance(character) for character in text) / 100


def height_of(lines: int) -> float:
    """Height of so many lines, in em."""
    return ASCENT + DESCENT + LEADING * (lines - 1)


def _advance(character: str) -> int:
    known = WIDTHS.get(character)
    if known is not None:
        return known
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return WIDE if unicodedata.east_asian_width(character) in "WF" else OTHER


def split(text: str, lines: int) -> list[str] | None:
    """The text in so many lines, the longest as short as it can be; None when it has no place to break that often.

    Breaks are at blanks, which go, and between characters of scripts that have none. Every character stays.
    """
    pieces = _pieces(text)
    if len(pieces) < lines:
        return None
    low, high = 0.0, width_of(text)
    best = None
    # Halving ten times finds the width to a thousandth of the whole.
    for _ in range(10):
        middle = (low + high) / 2
        found = _filled(pieces, middle)
        if len(found) <= lines and all(width_of(line) <= middle for line in found):
            high, best = middle, found
        else:
            low = middle
    return best


def wrap(text: str, widest: float) -> list[str]:
    """The text in lines of at most `widest` em; a word longer than that stands alone and is broken by nobody."""
    return _filled(_pieces(text), widest)


def _filled(pieces: Sequence[str], widest: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and width_of((lines[-1] + piece).strip()) > widest:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _pieces(text: str) -> list[str]:
    """Parts after which a line may break; blanks stay at their ends."""
    pieces = [""]
    for character in text:
        pieces[-1] += character
        if character == " " or unicodedata.east_asian_width(character) in "WF":
            pieces.append("")
    return [piece for piece in pieces if piece]
