"""What the forms and the desk show of merges and splits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.joining.merging import in_order
from profiles.joining.models import Proposal
from profiles.moderation.rules import TO_UNDO
from works.models import Author, AuthorChange, AuthorIdentifier, Authorship, AuthorshipInstitution

PEOPLE = 8
REF = re.compile(r"(?:.*-)?0*([1-9][0-9]{0,17})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Side:
    """One record as it is or would be: what it holds, and its page where it has one already."""

    heading: str
    path: str
    names: Sequence[str]
    works: int
    first_year: int | None
    last_year: int | None
    identifiers: Sequence[str]
    institutions: Sequence[str]
    co_authors: Sequence[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """The records before and after the change, side by side; nothing once it was made."""

    before: Sequence[Side]
    after: Sequence[Side]


def preview_of(proposal: Proposal) -> Preview:
    """The pages before and after; at most sixteen queries, four a side."""
    if proposal.kind == Proposal.Kind.SPLIT:
        return _split(proposal)
    kept, gone = in_order(proposal)
    both = Q(author__in=[kept.pk, gone.pk])
    return Preview(
        before=[_side(_("Stays: %s") % kept.ref, kept), _side(_("Goes into it: %s") % gone.ref, gone)],
        after=[_side(_("Together: %s") % kept.ref, kept, both, Q(author__in=[kept.pk, gone.pk]))],
    )


def _split(proposal: Proposal) -> Preview:
    author = proposal.author
    chosen, goes = Q(author=author, work__in=proposal.works), Q(author=author, pk__in=proposal.identifiers)
    rest, stays = Q(author=author) & ~chosen, Q(author=author) & ~Q(pk__in=proposal.identifiers)
    parts = [(chosen, goes), (rest, stays)]
    # The larger part keeps the address.
    parts.sort(key=lambda part: -Authorship.objects.filter(part[0]).count())
    return Preview(
        before=[_side(_("Now: %s") % author.ref, author)],
        after=[
            _side(_("Keeps the address: %s") % author.ref, author, *parts[0]),
            _side(_("A record of its own"), author, *parts[1]),
        ],
    )


def _side(heading: str, author: Author, which: Q | None = None, carried: Q | None = None) -> Side:
    places = Authorship.objects.filter(which or Q(author=author))
    told = places.order_by().aggregate(
        names=ArrayAgg("name", distinct=True, default=[]),
        works=Count("work", distinct=True),
        first=Min("work__year"),
        last=Max("work__year"),
    )
    ids = AuthorIdentifier.objects.filter(carried or Q(author=author)).order_by("scheme", "value")
    return Side(
        heading=heading,
        path="" if which else author.get_absolute_url(),
        names=told["names"],
        works=told["works"],
        first_year=told["first"],
        last_year=told["last"],
        identifiers=[str(one) for one in ids],
        institutions=_institutions(places),
        co_authors=_co_authors(places),
    )


def _institutions(places: QuerySet[Authorship]) -> list[str]:
    found = AuthorshipInstitution.objects.filter(authorship__in=places).values_list("institution__name")
    return [name for name, _count in found.annotate(times=Count("pk")).order_by("-times", "institution__name")[:PEOPLE]]


def _co_authors(places: QuerySet[Authorship]) -> list[str]:
    others = Authorship.objects.filter(work__in=places.values("work"), author__isnull=False)
    others = others.exclude(pk__in=places.values("pk"))
    counted = others.values_list("author__name").annotate(shared=Count("work", distinct=True))
    return [f"{name} ({shared})" for name, shared in counted.order_by("-shared", "author__name")[:PEOPLE]]


def author_named(text: str) -> Author | None:
    """The author whose page's address, or its last part, somebody typed; through a merge if need be."""
    parts = [part for part in text.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0].split("/") if part]
    if "researchers" in parts:
        parts = parts[parts.index("researchers") + 1 :][:1]
    found = REF.fullmatch(parts[-1].strip()) if parts else None
    if found is None:
        return None
    public = Author.objects.public()
    return public.filter(pk=found[1]).first() or public.filter(redirects__old_id=found[1]).first()


def identifiers_of(author: Author) -> list[AuthorIdentifier]:
    """What the record carries. One query."""
    return list(AuthorIdentifier.objects.filter(author=author).order_by("scheme", "value"))


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One merge or split in the list: the records with their pages, and whether it can be taken back."""

    change: AuthorChange
    kept: Author | None
    other: Author | None
    may_undo: bool


def change_lines(offset: int, number: int) -> list[ChangeLine]:
    """Merges and splits, newest first. Two queries."""
    changes = list(AuthorChange.objects.defer("moved").order_by("-pk")[offset : offset + number])
    ids = {pk for one in changes for pk in (one.kept_id, one.other_id)}
    there = Author.objects.public().in_bulk(ids)
    return [ChangeLine(one, there.get(one.kept_id), there.get(one.other_id), may_undo=may_undo(one)) for one in changes]


def change_total() -> int:
    """How many merges and splits were ever made. One query."""
    return AuthorChange.objects.count()


def may_undo(change: AuthorChange) -> bool:
    """Whether it is still there and young enough; that nothing rests on it is checked on the locked rows."""
    return change.undone_at is None and timezone.now() <= change.made_at + TO_UNDO
