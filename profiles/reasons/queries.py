"""Why the works of a record are one person's, as its page shows it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from bzpeer.web.pagination import Page
from profiles.reasons.words import ReasonWords, percent, reason_words
from works.identity.models import PlaceReason
from works.models import Author, AuthorChange, AuthorIdentifier, Authorship, Mine, PrivateName, Work
from works.record.words import source_name

PER_PAGE = 50
WEAKEST = 2
CHANGES = 20
Actor = PlaceReason.Actor


@dataclass(frozen=True, slots=True)
class WorkRef:
    """A work by its title, with its page."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Line:
    """One work: how the name is printed, who decided, the nearest work and why; `percent` is 0 without a nearest."""

    pk: int
    work: WorkRef
    year: int | None
    printed: str
    decided: str
    decided_at: datetime | None
    nearest: WorkRef | None
    percent: int
    reasons: Sequence[ReasonWords]
    is_weak: bool


@dataclass(frozen=True, slots=True)
class IdentifierLine:
    """One identifier, who says that it is this person's, and whether somebody decided so."""

    text: str
    source: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A merge or split of this record."""

    text: str
    made_at: datetime
    is_undone: bool


@dataclass(frozen=True, slots=True)
class IdentityPage:
    """One page of works, the two weakest links of the whole record, its identifiers, and what people decided."""

    lines: Sequence[Line]
    weakest: Sequence[tuple[WorkRef, int]]
    identifiers: Sequence[IdentifierLine]
    changes: Sequence[ChangeLine]
    place: Page


def stamp_of(author: Author) -> str:
    """Names what the page shows of the reasons; one query."""
    told = PlaceReason.objects.filter(author=author.pk).aggregate(last=Max("made_at"), rows=Count("pk"))
    return f"{author.version} {told['rows']} {told['last']}"


def identity_page(author: Author, place: Page) -> IdentityPage:
    """Eight queries, however many works."""
    places = _places(author, place)
    ids = [one.pk for one in places]
    weak = _weakest(author)
    told = {row.pk: row for row in PlaceReason.objects.filter(pk__in=ids, author=author.pk)}
    nearest = _works({row.nearest for row in told.values()} | {row.pk for row in weak})
    said = {word.work_id: word for word in Mine.objects.filter(author=author, work__in=[p.work_id for p in places])}
    private = set(PrivateName.objects.filter(author=author).values_list("name", flat=True))
    marked = {row.pk for row in weak}
    lines = [_line(p, told.get(p.pk), nearest, said, private, is_weak=p.pk in marked) for p in places]
    weakest = [(nearest[row.pk], percent(row.probability)) for row in weak if row.pk in nearest]
    return IdentityPage(lines, weakest, _identifiers(author), _changes(author), place)


def _places(author: Author, place: Page) -> list[Authorship]:
    found = Authorship.objects.filter(author=author).select_related("work")
    found = found.only("name", "work__title", "work__slug", "work__year").order_by("list_rank", "pk")
    return list(found[place.offset : place.offset + place.per_page])


def _weakest(author: Author) -> list[PlaceReason]:
    """The places with the least probability that nobody spoke of; a claim is a word about all at once."""
    spoken_of = Mine.objects.filter(author=author, by_claim=False).values("work")
    places = Authorship.objects.filter(author=author, work__in=spoken_of).values("pk")
    rows = PlaceReason.objects.filter(author=author.pk, nearest__isnull=False).exclude(pk__in=places)
    return list(rows.order_by("probability", "pk")[:WEAKEST])


def _works(places: Collection[int | None]) -> dict[int, WorkRef]:
    works = Authorship.objects.filter(pk__in=[pk for pk in places if pk]).select_related("work")
    return {one.pk: _ref(one.work) for one in works.only("work__title", "work__slug")}


def _ref(work: Work) -> WorkRef:
    return WorkRef(work.title, work.get_absolute_url())


def _line(
    place: Authorship,
    told: PlaceReason | None,
    nearest: Mapping[int, WorkRef],
    said: Mapping[int, Mine],
    private: Collection[str],
    *,
    is_weak: bool,
) -> Line:
    # A name that its holder keeps to themselves is shown nowhere, and neither is what was compared with it.
    is_private = place.name in private
    shown, word = None if is_private else told, said.get(place.work_id)
    return Line(
        pk=place.pk,
        work=_ref(place.work),
        year=place.work.year,
        printed="" if is_private else place.name,
        decided=_said(word) if word else _decided(shown, is_private=is_private),
        decided_at=word.said_at if word else shown.made_at if shown else None,
        nearest=nearest.get(shown.nearest or 0) if shown else None,
        percent=percent(shown.probability) if shown and shown.nearest else 0,
        reasons=reason_words(shown.addends) if shown else [],
        is_weak=is_weak and not is_private,
    )


def _said(word: Mine) -> str:
    if word.by_claim:
        return _("Held by the claim of whoever holds this record")
    return _("A person decided this: the holder of the record, or moderators")


def _decided(told: PlaceReason | None, *, is_private: bool) -> str:
    if is_private:
        return _("A person decided this: the holder of the record, or moderators")
    if told is None:
        return ""
    return {
        Actor.PERSON.value: _("An identifier that a person decided about stands beside the name"),
        Actor.RULE.value: _("Decided by the careful rule: the names agree and co-authors or an identifier are shared"),
        Actor.MODEL.value: _("Joined by the model, which was sure enough"),
    }[told.actor]


def _identifiers(author: Author) -> list[IdentifierLine]:
    own = AuthorIdentifier.objects.filter(author=author).order_by("scheme", "value")
    return [
        IdentifierLine(f"{source_name(one.scheme)} {one.value}", _source(one.source), is_decided=one.is_decided)
        for one in own
    ]


def _source(source: str) -> str:
    return _("printed beside the name on bylines") if source in {"", "byline"} else source_name(source)


def _changes(author: Author) -> list[ChangeLine]:
    made = AuthorChange.objects.filter(Q(kept_id=author.pk) | Q(other_id=author.pk)).defer("moved")
    newest = made.order_by("-pk")[:CHANGES]
    return [ChangeLine(_change(one), one.made_at, is_undone=one.undone_at is not None) for one in newest]


def _change(change: AuthorChange) -> str:
    if change.kind == AuthorChange.Kind.MERGE:
        return _("Moderators merged two records into this one") if change.by_id else _("A rule merged two records")
    return _("Moderators split this record in two") if change.by_id else _("A rule split this record in two")
