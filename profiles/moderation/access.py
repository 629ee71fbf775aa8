"""Who sits at the desk and which case they may see: 404 for everybody else, whether the case exists or not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404, HttpRequest

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of
from bzpeer.db.journal import services as journal
from bzpeer.db.journal.models import JournalEntry
from profiles.moderation.conflicts import Conflict, conflicts_of
from profiles.moderation.models import Case
from profiles.moderation.roles import ADMINISTRATOR, MODERATOR, awake_roles

FOUND = "conflict of interest"


@dataclass(frozen=True)
class Desk:
    """The one who looks, and who else could: ids of accounts whose roles are awake."""

    account: User
    moderators: tuple[int, ...]
    administrators: tuple[int, ...]

    @property
    def is_moderator(self) -> bool:
        """Whether the one who looks moderates."""
        return self.account.pk in self.moderators

    @property
    def is_administrator(self) -> bool:
        """Whether the one who looks administers."""
        return self.account.pk in self.administrators

    @property
    def people(self) -> int:
        """How many people the site has for decisions."""
        return len({*self.moderators, *self.administrators})

    @property
    def is_alone(self) -> bool:
        """Whether nobody else has a role."""
        return self.people == 1

    def decides_own_word(self, case: Case) -> bool:
        """Whether this person, alone on the desk, decides what others would elsewhere: an appeal from their own
        decision, a domain that they suggested.
        """
        own = case.domain is not None and case.domain.suggested_by_id == self.account.pk
        return self.is_alone and (own or case.kind == Case.Kind.APPEAL)

    def routed(self) -> Q:
        """The cases that come to this person, conflicts of interest aside.

        Administrators stand in where moderators cannot: an appeal on a site with one moderator, a third voice
        on a site with two.
        """
        if self.is_moderator:
            return Q()
        instead = Q(pk=None)
        if self.is_administrator and len(self.moderators) <= 1:
            instead |= Q(kind=Case.Kind.APPEAL)
        if self.is_administrator and len(self.moderators) <= 2:
            instead |= Q(given__gte=2)
        return instead


def desk_or_404(request: HttpRequest) -> Desk:
    """The desk as the one who asks sees it. One query beyond session and account. Raises Http404 without a role."""
    account = account_of(request)
    desk = desk_of(account) if account else None
    if desk is None or not (desk.is_moderator or desk.is_administrator):
        raise Http404("no such page")
    return desk


def moderating(desk: Desk) -> Desk:
    """The desk, for acts of moderators. Raises Http404 for who only administers."""
    if not desk.is_moderator:
        raise Http404("no such page")
    return desk


def administering(desk: Desk) -> Desk:
    """The desk, for acts of administrators. Raises Http404 for who only moderates."""
    if not desk.is_administrator:
        raise Http404("no such page")
    return desk


def desk_of(account: User) -> Desk:
    """The desk with this account at it; one query."""
    rows = list(awake_roles().values_list("account_id", "name").order_by("account_id"))
    return Desk(
        account,
        moderators=tuple(pk for pk, name in rows if name == MODERATOR),
        administrators=tuple(pk for pk, name in rows if name == ADMINISTRATOR),
    )


def case_or_404(desk: Desk, pk: int) -> tuple[Case, list[Conflict]]:
    """The case and every conflict of interest with it on the desk; three queries.

    Raises Http404 for a case that does not come to this person; that a conflict kept them away is journalled once.
    """
    case = (
        Case.objects.annotate(given=_given())
        .select_related("author", "claim__account", "domain__institution", "proposal__change")
        .select_related("report__review__work", "report__comment__work")
        .filter(desk.routed(), pk=pk)
        .first()
    )
    if case is None:
        raise Http404("no such case")
    people: Sequence[int] = sorted({*desk.moderators, *desk.administrators})
    conflicts = conflicts_of(moderators=people, cases=[pk], alone=desk.is_alone)
    own = [conflict for conflict in conflicts if conflict.account_id == desk.account.pk]
    if own:
        note_conflict(case, desk.account, own[0].code)
        raise Http404("no such case")
    return case, conflicts


def note_conflict(case: Case, account: User, code: str) -> None:
    """Say in the journal that this person was kept away from this case, the first time."""
    known = JournalEntry.objects.filter(object_kind="case", object_id=case.pk, act=FOUND, actor_id=account.pk)
    if not known.exists():
        journal.write(act=FOUND, actor=account, object_kind="case", object_id=case.pk, reason=code)


def _given() -> Count:
    return Count("decisions", filter=Q(decisions__undone_at=None))
