"""What can be followed: authors, topics, institutions, and searches as they are written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from bzpeer.web.refs import Ref
from profiles.access import visible_author_or_404
from profiles.follows.models import SavedSearch, Targeted
from works.models import Author, Institution, Topic
from works.record.finding import found_or_404
from works.search.words import Asked, asked_for

TABLES: Mapping[str, type[models.Model]] = {
    "author": Author,
    "topic": Topic,
    "institution": Institution,
    "search": SavedSearch,
}


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to follow: its name, its page, and where its acts lie. A new search has no id yet."""

    kind: str
    pk: int
    name: str
    path: str
    version: int = 0

    def act(self, name: str) -> str:
        """The address of `follow`, `unfollow`, `feed` or `mail`."""
        if self.kind == "search":
            return f"{reverse('search')}{name}/?{urlencode({'q': self.name})}"
        return f"{self.path}{name}/"

    @property
    def follow(self) -> str:
        """Where it is followed."""
        return self.act("follow")

    @property
    def unfollow(self) -> str:
        """Where that ends."""
        return self.act("unfollow")

    @property
    def feed(self) -> str:
        """Its Atom feed."""
        return self.act("feed")

    @property
    def mail(self) -> str:
        """Where one asks for its news by mail."""
        return self.act("mail")

    @property
    def noun(self) -> str:
        """What kind of thing it is."""
        nouns = {"author": _("researcher"), "topic": _("topic"), "institution": _("institution")}
        return nouns.get(self.kind, _("search"))

    @property
    def label(self) -> str:
        """The words of its button."""
        return {
            "author": _("Follow researcher"),
            "topic": _("Follow topic"),
            "institution": _("Follow institution"),
        }.get(self.kind, _("Follow this search"))


def target_of(row: Any, kind: str) -> Target:
    """An author, topic, institution or stored search as a target."""
    if kind == "search":
        return replace(search_written(row.words), pk=row.pk)
    return Target(kind, row.pk, row.name, row.get_absolute_url(), row.version)


def targets_of(rows: Iterable[Targeted]) -> dict[tuple[str, int], Target]:
    """What these rows are about, by kind and id, without records that are not shown; a query for each kind there."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.kind, set()).add(row.target_id)
    found: dict[tuple[str, int], Target] = {}
    for kind, ids in wanted.items():
        for pk, one in TABLES[kind]._default_manager.in_bulk(list(ids)).items():
            if getattr(one, "removed_at", None) is None:
                found[kind, pk] = target_of(one, kind)
    return found


def record_or_404(kind: str, ref: Ref) -> Any:
    """The author, topic or institution of an address, through a merge if need be. Raises Http404, and Gone."""
    if kind == "author":
        return visible_author_or_404(ref)
    return (
        found_or_404(Institution.objects.all(), ref.pk)
        if kind == "institution"
        else get_object_or_404(Topic, pk=ref.pk)
    )


def asked_in(request: HttpRequest) -> Target:
    """The search that `?q=` asks for. Raises Http404 for one that asks for nothing."""
    asked = asked_by(request.GET)
    if not asked.query.parts:
        raise Http404("nothing asked for")
    return search_of(asked)


def asked_by(query: QueryDict) -> Asked:
    """The words of a search, as typed."""
    return asked_for(query.get("q", ""), "")


def search_of(asked: Asked) -> Target:
    """A search as a target, stored or not; no query."""
    return search_written(asked.query.written())


def search_written(words: str) -> Target:
    """The same, of one that is written as `Query.written` does it."""
    return Target("search", 0, words, f"{reverse('search')}?{urlencode({'q': words})}")


def row_of(target: Target) -> dict[str, Any]:
    """What finds the rows about it."""
    if target.kind == "search" and not target.pk:
        return {"search__key": target.name.lower()}
    return {target.kind: target.pk}


def stored_search(target: Target) -> SavedSearch:
    """The row of a search, made if need be."""
    row, _is_new = SavedSearch.objects.get_or_create(key=target.name.lower(), defaults={"words": target.name})
    return row
