"""The `author` field: names between `and`, in the three forms of BibTeX and those that people use instead."""

import re
from collections.abc import Iterator

from works.importers.arxiv.fields import note_et_al, one_author
from works.importers.fields import Notes
from works.importers.records import PrintedAuthor

TOKEN = re.compile(r"[{}]|,|;|\s+(?:[aA][nN][dD](?=\s|$))|^\s*[aA][nN][dD](?=\s)")
SUFFIX = re.compile(r"(?:jr|sr)\.?|I{1,3}|IV|V", re.IGNORECASE)
INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.?[\s~-]*){1,4}")


def names_of(text: str, notes: Notes) -> tuple[list[PrintedAuthor], bool]:
    """Names in reading order, and whether the byline is whole (`and others` says that it is not)."""
    # Blanks first: patterns that look for `and` would be slow in a field of a million.
    printed = [name for part in _between(" ".join(text.split()), "and") for name in _names_in(part)]
    found = [one_author(name, (), notes) for name in printed if name != "others"]
    names = [author for author in found if author is not None]
    is_whole = len(names) == len(printed)
    if "others" in printed:
        note_et_al(notes)
    return names, is_whole


def _between(text: str, separator: str) -> list[str]:
    """The parts between a separator where no braces are open."""
    parts, depth, start = [], 0, 0
    for token in TOKEN.finditer(text):
        sign = token[0].strip().lower()
        if sign in ("{", "}"):
            depth = max(depth + (1 if sign == "{" else -1), 0)
        elif depth == 0 and sign == separator:
            parts.append(text[start : token.start()])
            start = token.end()
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _names_in(part: str) -> Iterator[str]:
    """One name as a rule; several where somebody separated them by semicolons or commas."""
    for text in _between(part, ";"):
        pieces = _between(text, ",")
        if len(pieces) >= 3 and not SUFFIX.fullmatch(pieces[1]):
            yield from _listed(pieces)
        else:
            yield _in_reading_order(pieces)


def _in_reading_order(pieces: list[str]) -> str:
    """`Last, First` and `Last, Jr, First` turned round; `First von Last` and `{Organisation}` as they are."""
    if len(pieces) == 1:
        return pieces[0]
    family, *suffix, given = pieces
    if len(pieces) == 2 and SUFFIX.fullmatch(given):
        return f"{family} {given}"
    return " ".join((given, family, *suffix))


def _listed(pieces: list[str]) -> list[str]:
    """`Byron, A., Babbage, C.` are pairs, `Ada Byron, Charles Babbage, Mary Somerville` are names."""
    if len(pieces) % 2 == 0 and all(INITIALS.fullmatch(given) for given in pieces[1::2]):
        return [f"{given} {family}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    if all(len(piece.split()) > 1 for piece in pieces):
        return pieces
    return [_in_reading_order(pieces)]
