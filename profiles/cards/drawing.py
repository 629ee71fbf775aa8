"""The card of a researcher as one SVG: no script, no style sheet, no font of ours, so that it may stand anywhere.

Every line is measured before it is drawn, and the card is as high as its lines need: a name is never cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape

from graph.layout.text import ASCENT, DESCENT, width_of, wrap

WIDTH = 640
MARGIN = 32
ROOM = WIDTH - 2 * MARGIN
LEADING = 1.35
# Beyond so many lines a text is set smaller rather than longer.
NAME_LINES, LINES = 3, 2
# A line that comes near to the edge is given its length, for where another font stands in for Inter.
NEAR = 0.8
PAPER, RULE, INK, SOFT, ACCENT = "#fbfaf7", "#e3e0d8", "#1b1d22", "#565b65", "#0b5b66"
SERIF, SANS = "'Source Serif 4', Georgia, serif", "Inter, 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says, in words: `figures` as number and word; empty texts are left out."""

    name: str
    institution: str
    trust: str
    figures: Sequence[tuple[str, str]]
    topics: Sequence[str]
    address: str
    dated: str


@dataclass(slots=True)
class _Sheet:
    """What is drawn so far, and how far down."""

    down: float = MARGIN
    parts: list[str] = field(default_factory=list)

    def write(self, lines: Sequence[str], size: float, attributes: str, *, after: float = 0) -> None:
        """These lines one below the other, then some space."""
        for line in lines:
            baseline = self.down + ASCENT * size
            self.parts.append(_text(line, MARGIN, baseline, size, attributes))
            self.down += LEADING * size
        self.down += after if lines else 0


def draw(card: Card) -> str:
    """The same card gives the same bytes."""
    sheet = _Sheet()
    sheet.write(["bzpeer"], 14, f'font-family="{SERIF}" font-weight="600" fill="{ACCENT}"', after=8)
    # Serif letters of this face are narrower than those that were measured.
    size, lines = _fitted(card.name, 34, NAME_LINES)
    sheet.write(lines, size, f'font-family="{SERIF}" font-weight="600" fill="{INK}"', after=6)
    size, lines = _fitted(card.institution, 16, LINES)
    sheet.write(lines, size, f'font-family="{SANS}" fill="{SOFT}"', after=10)
    sheet.write([card.trust] if card.trust else [], 15, f'font-family="{SANS}" font-weight="600" fill="{INK}"', after=6)
    _figures(sheet, card.figures)
    sheet.write(_joined(card.topics, 14), 14, f'font-family="{SANS}" fill="{SOFT}"', after=8)
    size, lines = _fitted(f"{card.address} · {card.dated}", 12, LINES)
    sheet.write(lines, size, f'font-family="{SANS}" fill="{SOFT}"')
    height = round(sheet.down + DESCENT * 12 + MARGIN / 2)
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"',
            f' viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
            f'<title id="t">{escape(card.name)}</title><desc id="d">{escape(said(card))}</desc>',
            f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="11" fill="{PAPER}" stroke="{RULE}"/>',
            *sheet.parts,
            "</svg>",
        ]
    )


def said(card: Card) -> str:
    """What the card says as one sentence, for who does not see it."""
    figures = [f"{number} {word}" for number, word in card.figures]
    parts = [card.institution, card.trust, *figures, ", ".join(card.topics), card.dated]
    return "; ".join(part for part in parts if part)


def _figures(sheet: _Sheet, figures: Sequence[tuple[str, str]]) -> None:
    """Side by side, each in its share of the width."""
    share = ROOM / max(1, len(figures))
    for place, (number, word) in enumerate(figures):
        left = MARGIN + place * share
        number_size, word_size = (_shrunk(text, size, share - 8) for text, size in ((number, 24.0), (word, 13.0)))
        bold = f'font-family="{SERIF}" font-weight="600" fill="{INK}"'
        sheet.parts.append(_text(number, left, sheet.down + 24, number_size, bold))
        sheet.parts.append(_text(word, left, sheet.down + 44, word_size, f'font-family="{SANS}" fill="{SOFT}"'))
    sheet.down += 66 if figures else 0


def _fitted(text: str, size: float, most: int) -> tuple[float, list[str]]:
    """The text in at most so many lines that fit the room, at this size or the largest smaller one that will do."""
    if not text:
        return size, []
    while True:
        lines = wrap(text, ROOM / size)
        if len(lines) <= most and all(width_of(line) * size <= ROOM for line in lines):
            return size, lines
        size *= 0.94


def _shrunk(text: str, size: float, room: float) -> float:
    return min(size, room / max(width_of(text), 0.01))


def _joined(topics: Sequence[str], size: float) -> list[str]:
    """As many topics as two lines hold, `+3` for those that are left."""
    for shown in range(len(topics), 0, -1):
        rest = [f"+{len(topics) - shown}"] if shown < len(topics) else []
        lines = wrap(" · ".join([*topics[:shown], *rest]), ROOM / size)
        if len(lines) <= LINES and all(width_of(line) * size <= ROOM for line in lines):
            return lines
    return []


def _text(line: str, left: float, baseline: float, size: float, attributes: str) -> str:
    width = width_of(line) * size
    length = f' textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs"' if width > NEAR * ROOM else ""
    return f'<text x="{left:.1f}" y="{baseline:.1f}" font-size="{size:.1f}" {attributes}{length}>{escape(line)}</text>'
