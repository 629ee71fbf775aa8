"""Finds researchers, topics and institutions by name, and works by their words (`texts/`).

Researchers are found by the words of their names (`names/queries.py`), topics and institutions by two looks, each
with a limit of its own on time: first whole words and beginnings of words, then, where that finds next to nothing,
words like them (trigrams to find candidates, `words.is_close` to decide).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext

from works.record.identifiers import recognise
from works.record.models import (
    Author,
    AuthorIdentifier,
    Institution,
    InstitutionIdentifier,
    Topic,
    Work,
    WorkIdentifier,
)
from works.record.words import kind_word, source_name
from works.search.names.queries import people_named, printed_as
from works.search.patience import rows_within
from works.search.statements import LOOKS
from works.search.texts import queries as texts
from works.search.texts.conditions import Chosen
from works.search.texts.showing import shown
from works.search.words import KINDS, Asked, SearchKind, is_close

# One kind may take a second, each of four a quarter of it (safety.md, row 25: over 1 s shows what was found).
PATIENCE_MS = 1000
MOST = 1000
FEW = 5
CANDIDATES = 300
NEAREST = 3
FIRST = 5


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of one kind, best first, at most 1,000.

    `is_cut` says that there are more or that time ran out; `nearest` are ids of what comes nearest when nothing fits;
    `asked` is what shall be shown why each was found.
    """

    kind: SearchKind
    ids: Sequence[int] = ()
    is_cut: bool = False
    nearest: Sequence[int] = ()
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of results: the text of the link, its address, and words beside it.

    `marked` is the name and `pieces` what else holds the words, both with the signs of `bzpeer/web/markup.py`;
    `why` says what cannot be seen from these.
    """

    name: str
    path: str
    facts: Sequence[str] = ()
    works: int = 0
    people: int = 0
    marked: str = ""
    pieces: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Results of one kind; `total` counts them all, `hits` are those shown."""

    kind: SearchKind
    total: int
    is_cut: bool
    hits: list[Hit] = field(default_factory=list)
    nearest: list[Hit] = field(default_factory=list)


def address_of(asked: Asked) -> str:
    """Address of what carries the identifier that was typed; empty when it is none or nothing here has it.

    Queries: none for usual words, one or two for an identifier.
    """
    recognised = recognise(asked.shown)
    if not recognised:
        return ""
    scheme, value = recognised
    carriers: dict[str, tuple[type[models.Model], str]] = {
        "orcid": (AuthorIdentifier, "author"),
        "ror": (InstitutionIdentifier, "institution"),
    }
    table, owner = carriers.get(scheme, (WorkIdentifier, "work"))
    row = table._default_manager.filter(scheme=scheme, value=value).select_related(owner).first()
    carrier = getattr(row, owner, None)
    if carrier is None or getattr(carrier, "removed_at", None):
        return ""
    return str(carrier.get_absolute_url())


def first_of_each(asked: Asked) -> list[Group]:
    """The first five of every kind that has any; the rest, empty ones too, only with what comes nearest."""
    found = [found_of(asked, kind, patience_ms=PATIENCE_MS // len(KINDS)) for kind in KINDS]
    return [group(replace(one, asked=asked), 0, FIRST) for one in found]


def found(asked: Asked, kind: SearchKind) -> Found:
    """All of one kind. At most six queries, four of them savepoints and settings."""
    return replace(found_of(asked, kind, patience_ms=PATIENCE_MS), asked=asked)


def found_of(asked: Asked, kind: SearchKind, *, patience_ms: int) -> Found:
    """All of one kind, giving up on a look after `patience_ms`; what the first look found stays."""
    if not asked.words:
        return Found(kind)
    if kind == "researchers":
        people = people_named(asked.query.plain, patience_ms=patience_ms)
        return Found(kind, people.ids, is_cut=people.is_cut, nearest=people.nearest)
    if kind == "works":
        works = texts.ranked(asked, patience_ms=patience_ms)
        return Found(kind, [one.pk for one in works.works], works.is_cut or works.is_late, works.nearest)
    look = LOOKS[kind]
    by_words = rows_within(patience_ms, *look.by_words(asked, limit=MOST + 1))
    ids = [row[0] for row in by_words or ()]
    if len(ids) >= FEW or by_words is None:
        return Found(kind, ids[:MOST], is_cut=by_words is None or len(ids) > MOST)
    candidates = rows_within(patience_ms, *look.by_likeness(asked, limit=CANDIDATES), look.setting)
    close = [row[0] for row in candidates or () if is_close(asked.words, row[1])]
    ids = list(dict.fromkeys([*ids, *close]))
    nearest = list(dict.fromkeys(row[0] for row in candidates or () if row[2]))[:NEAREST] if not ids else []
    return Found(kind, ids, is_cut=candidates is None, nearest=nearest)


def group(found: Found, offset: int, number: int) -> Group:
    """The results from `offset` on as lines. At most two queries."""
    hits = _hits(found.kind, found.ids[offset : offset + number], found.asked)
    nearest = _hits(found.kind, found.nearest, None)
    return Group(found.kind, total=len(found.ids), is_cut=found.is_cut, hits=hits, nearest=nearest)


def work_hits(ids: Sequence[int], asked: Asked | None, chosen: Sequence[Chosen] = ()) -> list[Hit]:
    """Works as lines, in this order, with what was found in them. Two queries."""
    rows = Work.objects.only("id", "slug", "title", "kind", "year", "source", "byline", "authors_count").in_bulk(ids)
    marks = shown(ids, asked.query) if asked else {}
    people = {pk for one in chosen if one.filter.name == "author" and not one.filter.is_out for pk in one.ids}
    hits = []
    for pk in ids:
        if pk in rows:
            seen = marks.get(pk)
            hit = replace(_work_hit(rows[pk]), why=_author_line(rows[pk], people))
            hits.append(replace(hit, marked=seen.title, pieces=seen.pieces) if seen else hit)
    return hits


def _hits(kind: SearchKind, ids: Sequence[int], asked: Asked | None) -> list[Hit]:
    if not ids:
        return []
    if kind == "works":
        return work_hits(ids, asked)
    if kind == "researchers":
        return _people_hits(ids, asked)
    rows = _ROWS[kind]().in_bulk(list(ids))
    return [_HIT[kind](rows[pk]) for pk in ids if pk in rows]


def _people_hits(ids: Sequence[int], asked: Asked | None) -> list[Hit]:
    """With the printed name by which they were found, where it is not the one that is shown."""
    rows = Author.objects.public().select_related("institution").in_bulk(list(ids))
    printed = printed_as(asked.query.plain, ids) if asked else {}
    return [_author_hit(rows[pk], printed.get(pk, "")) for pk in ids if pk in rows]


def _author_line(work: Work, people: set[int]) -> str:
    """Those of the people asked for who stand on the byline that is shown."""
    names = ", ".join(name for pk, name, _ in work.byline if pk in people)
    return gettext("author: %(names)s") % {"names": names} if names else ""


def _author_hit(author: Author, printed: str) -> Hit:
    place = [author.institution.name] if author.institution else []
    why = gettext("printed as %(name)s") % {"name": printed} if printed not in ("", author.name) else ""
    return Hit(author.name, author.get_absolute_url(), place, works=author.works_count, why=why)


def _work_hit(work: Work) -> Hit:
    names = [name for _, name, _ in work.byline[:3] if name]
    more = max(0, work.authors_count - len(names))
    byline = ", ".join(names)
    if names and more:
        byline = gettext("%(names)s and %(number)d more") % {"names": byline, "number": more}
    facts = [kind_word(work.kind), str(work.year or ""), source_name(work.source), byline]
    return Hit(work.title, work.get_absolute_url(), [fact for fact in facts if fact])


def _topic_hit(topic: Topic) -> Hit:
    return Hit(topic.name, topic.get_absolute_url(), [topic.code], topic.works_count, topic.people_count)


def _institution_hit(institution: Institution) -> Hit:
    facts = [place for place in (institution.city, institution.country) if place]
    path = institution.get_absolute_url()
    return Hit(institution.name, path, facts, institution.works_count, institution.people_count)


_ROWS: dict[SearchKind, Callable[[], models.QuerySet[Any]]] = {
    "topics": Topic.objects.all,
    "institutions": Institution.objects.all,
}
_HIT: dict[SearchKind, Callable[[Any], Hit]] = {
    "topics": _topic_hit,
    "institutions": _institution_hit,
}
