"""Everything the profile page shows, composed from the record, its graph and what people say about it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from bzpeer.accounts.models import User
from bzpeer.web.pagination import Page
from graph.slices.queries import SlicePanel
from profiles.follows.models import Follow
from profiles.researchers.facts import ResearcherFacts
from works.models import Work
from works.record.queries import LINE_FIELDS, WorkLine, work_lines

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
    """The current snapshot in short."""

    score: int
    label: str
    level: int
    segments: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class FollowState:
    """The button: who follows, and what the person looking may do. `is_own` is one's own record."""

    followers: int
    is_following: bool = False
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class ResearcherPage:
    """What the blocks of the profile show; `trust` is None while no snapshot is computed."""

    author: ResearcherFacts
    bio: str
    trust: TrustLine | None
    figures: Sequence[Figure]
    follow: FollowState
    works: Sequence[WorkLine]
    place: Page
    panel: SlicePanel


def researcher_page(author: ResearcherFacts, *, place: Page, panel: SlicePanel, account: User | None) -> ResearcherPage:
    """The page of an author. One query, the works; for an account one more, the follow."""
    return ResearcherPage(
        author=author,
        bio=author.bio or _no_bio(author.name),
        trust=_trust(author),
        figures=_figures(author),
        follow=follow_state(author, account=account),
        works=_works(author.pk, place),
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


def _figures(author: ResearcherFacts) -> tuple[Figure, ...]:
    works, topics, close = author.works_count, author.topics_count, author.close_collaborators_count
    return (
        Figure("works", works, ngettext("work", "works", works)),
        followers_figure(author.followers),
        Figure("topics", topics, ngettext("topic", "topics", topics)),
        Figure("close", close, ngettext("close collaborator", "close collaborators", close)),
    )


def _works(author_id: int, place: Page) -> list[WorkLine]:
    # By rank, not by offset: the last page of 3,000 works costs what the first one does.
    ranks = (place.offset + 1, place.offset + place.per_page)
    works = Work.objects.filter(authorships__author=author_id, authorships__list_rank__range=ranks)
    return work_lines(works.order_by("authorships__list_rank").only(*LINE_FIELDS))


def _trust(author: ResearcherFacts) -> TrustLine | None:
    if author.score is None or author.label is None or author.level is None:
        return None
    segments: list[Segment] = []
    start = 0
    for points in json.loads(author.points or "[]"):
        segments.append(Segment(start, points))
        start += points
    return TrustLine(author.score, author.label, author.level, tuple(segments))


def _no_bio(name: str) -> str:
    return gettext("%(name)s contributes to research discovery and scholarly infrastructure.") % {"name": name}
