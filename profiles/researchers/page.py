"""Everything the profile page shows, composed from the record, its graph and what people say about it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext, ngettext

from bzpeer.accounts.models import User
from bzpeer.web.pagination import Page
from graph.slices.queries import SlicePanel
from profiles.follows.models import Follow
from profiles.researchers.facts import ResearcherFacts
from profiles.researchers.holding import Holding, holding_of
from works.models import Work
from works.record.queries import LINE_FIELDS, WorkLine, work_line

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """One count with its word in the right number: `1`, `work`."""

    name: str
    count: int
    word: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One component in the meter: where it starts and how long it is, in points of 100."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class TrustLine:
    """The current snapshot in short; no number where the holder hides it, and `is_disputed` until that is decided."""

    score: int | None
    label: str
    level: int
    segments: Sequence[Segment]
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class FollowState:
    """The button: who follows, and what the person looking may do. `is_own` is one's own record."""

    followers: int
    is_following: bool = False
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class ResearcherPage:
    """What the blocks of the profile show; `trust` is None while no snapshot is computed, `held` while unclaimed.

    `featured` are works that the holder puts first, on the first page only; `left_out` those of `works` that only
    the holder sees in the list.
    """

    author: ResearcherFacts
    held: Holding | None
    bio: str
    works_count: int
    featured: Sequence[WorkLine]
    trust: TrustLine | None
    figures: Sequence[Figure]
    follow: FollowState
    works: Sequence[WorkLine]
    left_out: Sequence[WorkLine]
    place: Page
    panel: SlicePanel


def researcher_page(author: ResearcherFacts, *, place: Page, panel: SlicePanel, account: User | None) -> ResearcherPage:
    """The page of an author. One query, the works; for an account one more, the follow."""
    is_own = account is not None and author.holder_id == account.pk
    held = holding_of(author, is_own=is_own)
    left_out = held.left_out if held else frozenset()
    works_count = author.works_count if is_own else author.works_shown
    lines = _works(author.pk, place, held)
    hidden_here = [line for pk, line in lines.listed.items() if pk in left_out]
    return ResearcherPage(
        author=author,
        held=held,
        bio=(held.bio if held else "") or _no_bio(author.name),
        works_count=works_count,
        featured=lines.featured,
        trust=trust_line(author),
        figures=figures_of(author, works_count),
        follow=follow_state(author, account=account),
        works=[line for pk, line in lines.listed.items() if is_own or pk not in left_out],
        left_out=hidden_here if is_own else (),
        place=place,
        panel=panel,
    )


def follow_state(author: ResearcherFacts, *, account: User | None) -> FollowState:
    """The follow button for this account, or for nobody in particular; a query only for an account."""
    if account is None:
        return FollowState(author.followers)
    if author.holder_id == account.pk:
        return FollowState(author.followers, is_own=True)
    is_following = Follow.objects.filter(account=account, author_id=author.pk).exists()
    return FollowState(author.followers, is_following=is_following)


def followers_figure(count: int) -> Figure:
    """The figure that changes when somebody follows."""
    return Figure("followers", count, ngettext("follower", "followers", count))


def figures_of(author: ResearcherFacts, works: int) -> tuple[Figure, ...]:
    """The four figures, with so many works."""
    topics, close = author.topics_count, author.close_collaborators_count
    return (
        Figure("works", works, ngettext("work", "works", works)),
        followers_figure(author.followers),
        Figure("topics", topics, ngettext("topic", "topics", topics)),
        Figure("close", close, ngettext("close collaborator", "close collaborators", close)),
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    featured: list[WorkLine]
    listed: dict[int, WorkLine]


def _works(author_id: int, place: Page, held: Holding | None) -> _Lines:
    """The featured works (on the first page) and those of this page, in one query."""
    # By rank, not by offset: the last page of 3,000 works costs what the first one does.
    first, last = place.offset + 1, place.offset + place.per_page
    featured = list(held.featured) if held and place.number == 1 else []
    asked = Q(authorships__list_rank__range=(first, last))
    if featured:
        asked |= Q(pk__in=featured)
    works = Work.objects.filter(asked, authorships__author=author_id)
    found = list(works.annotate(rank=F("authorships__list_rank")).order_by("rank").only(*LINE_FIELDS))
    lines = {work.pk: work_line(work) for work in found}
    return _Lines(
        featured=[lines[pk] for pk in featured if pk in lines],
        listed={work.pk: lines[work.pk] for work in found if work.rank and first <= work.rank <= last},
    )


def trust_line(author: ResearcherFacts) -> TrustLine | None:
    """The snapshot as anybody sees it; None while none is computed."""
    if author.score is None or author.label is None or author.level is None:
        return None
    if author.is_disputed or author.hides_score:
        return TrustLine(None, "", author.level, (), is_disputed=author.is_disputed)
    segments: list[Segment] = []
    start = 0
    for points in json.loads(author.points or "[]"):
        segments.append(Segment(start, points))
        start += points
    return TrustLine(author.score, author.label, author.level, tuple(segments))


def _no_bio(name: str) -> str:
    return gettext("%(name)s contributes to research discovery and scholarly infrastructure.") % {"name": name}
