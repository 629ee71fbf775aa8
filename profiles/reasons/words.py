"""What the model adds up, in plain words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Promise] = {
    "abstract": _("Words of the abstract in common"),
    "affiliation": _("Words of the affiliation in common"),
    "best_pair": _("Their two nearest works"),
    "circle": _("Their co-authors have written with one another"),
    "coauthor": _("Co-authors in common"),
    "coauthors": _("Co-authors in common"),
    "coauthors_unknown": _("The co-authors of one are not known"),
    "full_name": _("The given name agrees in full"),
    "identifier": _("The same identifier"),
    "list": _("A source listed both for one author"),
    "loose_name": _("The given name agrees only loosely"),
    "more_coauthors": _("More than one co-author in common"),
    "no_coauthor": _("No co-author in common"),
    "rarity": _("The name is rare"),
    "rivals": _("Several people could bear the name"),
    "second_name": _("The second name or initial agrees"),
    "size": _("Works on each side"),
    "title": _("Words of the title in common"),
    "venue": _("The same venue"),
    "years": _("Years apart"),
}
# Kinds whose detail is words cut to their stems (`works/identity/model/words.py`).
STEMS = {"abstract", "affiliation", "title", "venue"}
# Said once, with the names: what repeats it in numbers has no detail.
PLAIN = {"best_pair", "circle", "coauthors_unknown", "more_coauthors", "no_coauthor", "rivals"}
STEM_LENGTH = 6


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """One addend: the kind in words, what exactly, and how much it says, with its sign; empty for nothing."""

    kind: str
    detail: str
    addend: str


def reason_words(addends: Iterable[Sequence[object]]) -> list[ReasonWords]:
    """Stored addends in words, in their order; kinds that this release does not know are left out."""
    return [
        ReasonWords(str(KINDS[str(kind)]), _detail(str(kind), str(detail)), _signed(addend))
        for kind, detail, addend in addends
        if kind in KINDS
    ]


def percent(probability: float) -> int:
    """A probability in whole per cent; sure is never said of what was only computed."""
    return min(99, max(1, round(100 * probability)))


def _detail(kind: str, detail: str) -> str:
    if kind in PLAIN:
        return ""
    if kind in STEMS:
        return ", ".join(f"{word}…" if len(word) == STEM_LENGTH else word for word in detail.split(", "))
    return detail


def _signed(addend: object) -> str:
    told = round(float(str(addend)), 1)
    return f"{'+' if told > 0 else '−'}{abs(told)}" if told else ""
