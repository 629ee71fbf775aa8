"""Text of sources as a reader expects it: no hidden characters, no markup, TeX accents as letters; pure.

What a source gives is hostile until it went through here. Mathematics (`$L^1$`) stays exactly as typed, so
that a page may typeset it later; commands that are not known stay as typed too, and none has an effect.
"""

import html
import re
import unicodedata

from works.record.text.tags import mathml_as_tex, without_tags
from works.record.text.tex import may_hold_tex, without_tex

# Controls (tab and newline stay), bidi overrides and isolates, zero-width space, byte order mark, halves of
# surrogate pairs (they cannot be stored), non-characters. The joiners U+200C and U+200D stay: scripts need them.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
NEWLINES = re.compile("\r\n?|[\u2028\u2029]")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Dollars (but not two prices), then the two LaTeX pairs. The lengths keep a hostile text of opening signs only
# from costing seconds.
MATH = re.compile(
    r"(?<!\\)\$\$[^$]{1,2000}\$\$"
    r"|(?<!\\)\$(?!\d[^$]*\$\d)(?:[^$\\]|\\[^\x00]){1,1000}\$"
    r"|\\\([^\x00]{1,400}?\\\)|\\\[[^\x00]{1,400}?\\\]"
)
# Marks of footnotes on a byline: `A. Author$^{1,2}$`.
FOOTNOTE = re.compile(r"\$\s*\^?\s*\{?[\d,;*\s]{0,30}\}?\s*\$")


def clean(text: str) -> str:
    """The same text in NFC without hidden characters; newlines as `\\n`. Applying it twice changes nothing."""
    if _is_simple(text):
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", HIDDEN.sub("", NEWLINES.sub("\n", text)))


def has_hidden(text: str) -> bool:
    """Whether `clean` would take a control or otherwise hidden character out."""
    return not _is_simple(text) and HIDDEN.search(NEWLINES.sub("\n", text)) is not None


def _is_simple(text: str) -> bool:
    """Printable characters and newlines: most of what is imported, and known ten times as fast.

    Python counts controls, formats, surrogates, what is not assigned and every blank but one as not printable.
    """
    return text.isprintable() or ("\n" in text and text.replace("\n", "").isprintable())


def plain_title(text: str) -> str:
    """One line of plain text: a title, a comment, a reference."""
    return " ".join(_plain(text).split())


def plain_abstract(text: str) -> str:
    """Plain text with a blank line between paragraphs.

    A paragraph ends at a blank line, or where a line is indented and others are not (the way of arXiv).
    """
    text = _plain(text)
    if "\n" not in text:
        return " ".join(text.split())
    lines = [line.rstrip() for line in text.split("\n")]
    indented = [line[:1].isspace() for line in lines[1:] if line.strip()]
    opens = any(indented) and not all(indented)
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() or (opens and line[0].isspace()):
            paragraphs.append([])
        paragraphs[-1].extend(line.split())
    return "\n\n".join(" ".join(words) for words in paragraphs if words)


def plain_name(text: str) -> str:
    """A person's name, or a whole byline, on one line: `M\\'arton` is `Márton`; braces and ties go."""
    text = clean(text)
    if "$" in text:
        text = FOOTNOTE.sub(" ", text)
    if may_hold_tex(text) or "<" in text or "&" in text:
        text = _markup_out(text, is_name=True)
    return " ".join(text.split())


def _plain(text: str) -> str:
    text = clean(text)
    if may_hold_tex(text) or "<" in text or "&" in text:
        return _markup_out(text, is_name=False)
    return text


def _markup_out(text: str, *, is_name: bool) -> str:
    """Tags, TeX and entities become text; mathematics is lifted out meanwhile and put back as it was.

    A NUL stands for each formula: `clean` has taken every other one out.
    """
    if "<" in text and "math" in text:
        text = mathml_as_tex(text)
    formulas = MATH.findall(text) if "$" in text or "\\" in text else []
    if formulas:
        text = MATH.sub("\x00", text)
    if "<" in text:
        text = without_tags(text)
    if may_hold_tex(text):
        text = without_tex(text, is_name=is_name)
    if formulas:
        pieces = text.split("\x00")
        text = pieces[0] + "".join(f + p for f, p in zip(formulas, pieces[1:], strict=True))
    return clean(ENTITY.sub(_character, text)) if "&" in text else unicodedata.normalize("NFC", text)


def _character(found: re.Match[str]) -> str:
    """What an entity stands for; as typed when it is not one, or names no character at all."""
    character = html.unescape(found[0])
    return found[0] if "\ufffd" in character else character
