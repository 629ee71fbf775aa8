"""Notices in words: names are looked up when they are shown, so that none is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.html import format_html
from django.utils.translation import gettext

from profiles.notices.kinds import KINDS
from profiles.notices.models import Notice
from works.models import Author, AuthorRedirect, Work, WorkRedirect


@dataclass(frozen=True, slots=True)
class Line:
    """One notice to be shown; `words` as HTML with its names apart, `text` for mails; `path` may be empty."""

    pk: int
    subject: str
    words: str
    text: str
    path: str
    made_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Named:
    """What an id stands for: a name, and the address of its page."""

    name: str
    path: str


# What is looked up, and where its id leads after a merge.
TABLES: Mapping[str, tuple[type[Model], type[Model]]] = {
    "author": (Author, AuthorRedirect),
    "work": (Work, WorkRedirect),
}


def lines_of(notices: Sequence[Notice]) -> list[Line]:
    """The notices as lines, in their order. At most two queries for each kind of thing that they are about."""
    named = {name: _named(name, (notice.about.get(name) for notice in notices)) for name in TABLES}
    return [_line(notice, named) for notice in notices]


def _line(notice: Notice, named: Mapping[str, Mapping[int, Named]]) -> Line:
    found = {name: named[name].get(notice.about.get(name, 0)) for name in TABLES}
    names = {name: one.name if one else _nobody(name) for name, one in found.items()}
    kind = KINDS[notice.kind]
    words = gettext(kind.words)
    marked = {name: format_html("<bdi>{}</bdi>", value) for name, value in names.items()}
    path = notice.about.get("path") or next((one.path for one in found.values() if one), "")
    return Line(
        pk=notice.pk,
        subject=kind.subject,
        words=format_html(words, **marked),
        text=words.format(**names),
        path=path,
        made_at=notice.made_at,
        is_new=notice.seen_at is None,
    )


def _named(name: str, ids: Iterable[int | None]) -> dict[int, Named]:
    model, redirect = TABLES[name]
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    found: dict[int, Any] = model._default_manager.in_bulk(list(wanted))
    missing = wanted - set(found)
    if missing:
        rows: Iterable[Any] = redirect._default_manager.filter(old_id__in=missing).select_related(name)
        found |= {row.old_id: getattr(row, name) for row in rows}
    shown = {pk: one for pk, one in found.items() if getattr(one, "removed_at", None) is None}
    return {pk: Named(str(one), one.get_absolute_url()) for pk, one in shown.items()}


def _nobody(name: str) -> str:
    return {
        "author": gettext("somebody whose record is not shown"),
        "work": gettext("a work that is not here any more"),
    }[name]
