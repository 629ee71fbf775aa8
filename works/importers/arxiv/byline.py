"""The one line in which arXiv's metadata give all authors, taken apart: names, and affiliations in parentheses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from works.importers.fields import tidy_affiliation
from works.importers.records import PrintedAuthor
from works.record.text import plain_name

SEPARATOR = re.compile(r"(?:\s*[,;]\s*|\s+(?:and|&)\s+|:\s+|^and\s+|\s+(?:and|&)$)+(?:(?:and|&)\s+)*")
SUFFIX = re.compile(r"(?:jr|sr)\.?|I{2,3}|IV", re.IGNORECASE)
ET_AL = re.compile(
    r"[\s,]*(?:\bet\.?\s*al(?:ii|\.)?|\band others|^others|\b\d{1,5} (?:\w{1,20} )?(?:co-?authors|others))[.\s]*$",
    re.IGNORECASE,
)
GROUP = r"(?:for|on behalf of) (?=[^,;]{0,80}(?:collab|consorti|team|group|project|survey))"
FOR_A_GROUP = re.compile(f"^{GROUP}", re.IGNORECASE)
NAME_FOR_A_GROUP = re.compile(rf" {GROUP}(?=the )", re.IGNORECASE)
# `B. M. Shergelashvili1`: the number of a footnote that lost its place above the line.
FOOTNOTE = re.compile(r"^\d{1,3} (?=[A-Z])|(?<=[^\W\d_]{3})(?<=[a-zà-ÿ])\d{1,2}$")
MARK = r"(?:\d{1,3}|[a-z]|[*†‡§])"
MARKS = re.compile(rf"\s*{MARK}(?:\s*(?:,|;|&|\band\b|\s)\s*{MARK})*\s*")
# `(1) Leiden, (2) Paris`, or `1: Leiden; 2: Paris` and `1 Leiden, 2 Paris`.
LEGEND = re.compile(rf"\s*(?:\({MARK}\)|1\s*[:.)\s]\s*[^\W\d])")
ROUND_MARK = re.compile(rf"\(({MARK})\)\s*:?")
PLAIN_MARK = re.compile(r"(?:^|[,;.]) *(\d{1,3})\s*[:.)\s]\s*(?=[^\W\d])")
NO_AFFILIATION = re.compile(r"(?:deceased|editors?|eds?\.?|speaker|et\.? al\.?)?", re.IGNORECASE)
# In `A, B and C (Leiden)` all three are of Leiden, as arXiv itself reads it; longer rows only seem so.
SHARED_BY = 20
LEGEND_LENGTH = 1_000


@dataclass(slots=True)
class _Place:
    name: str
    marks: list[str] = field(default_factory=list)
    affiliations: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Byline:
    """What was read so far."""

    places: list[_Place] = field(default_factory=list)
    legend: dict[str, str] = field(default_factory=dict)
    # Mark whose affiliation the next text is, in `…; (1) Leiden, (2) Paris` without parentheses around.
    legend_mark: str = ""
    has_et_al: bool = False


def read_byline(text: str) -> tuple[list[PrintedAuthor], bool]:
    """Authors in their order, and whether `et al.` or the like was left out. TeX may stand in the text."""
    # A few bylines stand in parentheses as a whole.
    text = plain_name(text).removeprefix("(")
    byline = Byline()
    if "(" not in text:
        _add_names(byline, text)
    else:
        _read_pieces(byline, text)
    authors = [PrintedAuthor(place.name, _affiliations(place, byline.legend)) for place in byline.places]
    return authors, byline.has_et_al


def without_et_al(name: str) -> tuple[str, bool]:
    """A name without `et al.` behind it, and whether there was one."""
    if " al" not in name and "et" not in name and "others" not in name and "authors" not in name:
        return name, False
    cut = ET_AL.sub("", name)
    return cut.strip(), cut != name


def tidy_name(name: str) -> str:
    """A printed name without what is no part of it: stray signs, a footnote number, `for the …`."""
    name = name.strip(" ,;:()-")
    if name[-1:].isdigit() or name[:1].isdigit():
        name = FOOTNOTE.sub("", name)
    return FOR_A_GROUP.sub("", name) if name.startswith(("for", "on", "For", "On")) else name


def _read_pieces(byline: Byline, text: str) -> None:
    previous = ""
    for is_group, piece in _pieces(text):
        if not is_group:
            if byline.legend_mark:
                _extend_legend(byline, piece)
            else:
                _add_names(byline, piece)
        elif MARKS.fullmatch(piece):
            _add_marks(byline, piece, previous)
        elif byline.legend_mark:
            _extend_legend(byline, f"({piece})")
        elif LEGEND.match(piece):
            byline.legend.update(_read_legend(piece))
        elif not NO_AFFILIATION.fullmatch(piece.strip()):
            _add_affiliation(byline, piece.strip())
        previous = piece if not is_group else "("


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Text outside and inside the outermost parentheses, in turn; one that is never closed reaches to the end."""
    depth, start = 0, 0
    for sign in re.finditer(r"[()]", text):
        if sign[0] == "(":
            depth += 1
            if depth > 1:
                continue
        elif depth == 0:
            continue
        else:
            depth -= 1
            if depth:
                continue
        piece = text[start : sign.start()]
        if piece.strip() or sign[0] == ")":
            yield sign[0] == ")", piece
        start = sign.end()
    if text[start:].strip():
        yield depth > 0, text[start:]


def _add_names(byline: Byline, text: str) -> None:
    if " for " in text or " behalf " in text:
        text = NAME_FOR_A_GROUP.sub(", ", text)
    for part in SEPARATOR.split(text):
        name, had_et_al = without_et_al(part)
        byline.has_et_al |= had_et_al
        name = tidy_name(name)
        if SUFFIX.fullmatch(name) and byline.places:
            byline.places[-1].name += f" {name}"
        elif name.lower() != "and" and any(map(str.isalpha, name)):
            byline.places.append(_Place(name))


def _add_marks(byline: Byline, piece: str, previous: str) -> None:
    """Marks belong to the name before them; after a separator or another mark they open the legend."""
    follows_name = bool(previous.strip(" ,;:.")) and previous != "("
    if byline.places and follows_name and not byline.legend_mark:
        byline.places[-1].marks.extend(re.findall(MARK, piece.replace("and", " ")))
    elif byline.places:
        byline.legend_mark = piece.strip()
        byline.legend[byline.legend_mark] = ""


def _extend_legend(byline: Byline, piece: str) -> None:
    if len(byline.legend[byline.legend_mark]) < LEGEND_LENGTH:
        byline.legend[byline.legend_mark] += piece


def _read_legend(piece: str) -> dict[str, str]:
    piece = piece.strip()
    marks = list((ROUND_MARK if piece.startswith("(") else PLAIN_MARK).finditer(piece))
    ends = [*(mark.start() for mark in marks[1:]), len(piece)]
    return {mark[1]: piece[mark.end() : end] for mark, end in zip(marks, ends, strict=False)}


def _add_affiliation(byline: Byline, affiliation: str) -> None:
    for place in reversed(byline.places[-SHARED_BY:]):
        if place.affiliations or place.marks:
            if place is byline.places[-1]:
                place.affiliations.append(affiliation)
            break
        place.affiliations.append(affiliation)


def _affiliations(place: _Place, legend: dict[str, str]) -> tuple[str, ...]:
    texts = [legend[mark] for mark in place.marks if mark in legend] + place.affiliations
    return tuple(dict.fromkeys(tidy for text in texts if (tidy := tidy_affiliation(text))))
