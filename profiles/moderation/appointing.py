"""Proposals for roles: one administrator proposes, another confirms; the journal holds them, no table of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.journal.models import JournalEntry
from bzpeer.db.retries import retried
from profiles.moderation.access import Desk
from profiles.moderation.models import Role
from profiles.moderation.roles import end_role, give_role

PROPOSED = "role proposed"
SETTLED = ("role given", "role ended", "role refused")
# A proposal that nobody confirmed is none any more.
LIVES = timedelta(days=14)


class UnknownAccount(LookupError):
    """Nobody has an account with this address."""


@dataclass(frozen=True)
class Proposal:
    """A role that waits for a second administrator; `days` is how long it would last."""

    pk: int
    account_id: int
    name: str
    days: int
    by_id: int | None
    at: datetime


@dataclass(frozen=True)
class Roles:
    """Everybody with a role, and what is proposed."""

    roles: list[Role]
    awake: set[int]
    proposals: list[Proposal]


def roles_page(awake: Iterable[int]) -> Roles:
    """Roles and proposals; two queries. `awake` are the ids of accounts whose roles count."""
    roles = Role.objects.select_related("account").order_by("name", "account_id")
    return Roles(list(roles), set(awake), proposals())


@retried
def propose(*, desk: Desk, email: str, name: str, days: int) -> Role | None:
    """Gives the role on a site with one administrator, else proposes it to the others (None). Raises UnknownAccount."""
    account = User.objects.select_for_update(no_key=True).filter(email__iexact=email, is_active=True).first()
    if account is None:
        raise UnknownAccount(email)
    if len(desk.administrators) == 1:
        return give_role(account=account, name=name, by=desk.account, days=days)
    journal.write(
        act=PROPOSED,
        actor=desk.account,
        object_kind="role",
        object_id=account.pk,
        after=name,
        words={"days": days},
    )
    return None


@retried
def confirm(*, desk: Desk, pk: int) -> Role | None:
    """A second administrator's yes; None if there is no such proposal, or it is one's own."""
    found = _lock(pk)
    if found is None or found.by_id == desk.account.pk:
        return None
    account = User.objects.get(pk=found.account_id)
    return give_role(account=account, name=found.name, by=desk.account, days=found.days)


@retried
def refuse(*, desk: Desk, pk: int) -> None:
    """A proposal is refused, or taken back by who made it; nothing if there is none."""
    found = _lock(pk)
    if found is not None:
        journal.write(
            act="role refused", actor=desk.account, object_kind="role", object_id=found.account_id, before=found.name
        )


def end(*, desk: Desk, pk: int) -> None:
    """Ends a role at once: taking a right away needs one administrator, so that it is never late.

    The last administrator's own role stays.
    """
    role = Role.objects.select_related("account").filter(pk=pk).first()
    if role is None or (role.name == Role.Name.ADMINISTRATOR and desk.administrators == (role.account_id,)):
        return
    end_role(account=role.account, name=role.name, by=desk.account)


def proposals() -> list[Proposal]:
    """What waits for a second administrator; one query."""
    entries = JournalEntry.objects.filter(object_kind="role", at__gt=timezone.now() - LIVES).select_related("detail")
    standing: dict[tuple[int, str], Proposal] = {}
    for entry in entries.order_by("pk"):
        if entry.act == PROPOSED:
            days = entry.detail.words["days"]
            standing[entry.object_id, entry.after] = Proposal(
                entry.pk, entry.object_id, entry.after, days, entry.actor_id, entry.at
            )
        elif entry.act in SETTLED:
            standing.pop((entry.object_id, entry.after or entry.before), None)
    return list(standing.values())


def _lock(pk: int) -> Proposal | None:
    # The account's row stands for the proposal: two who confirm at once meet here.
    found = next((proposal for proposal in proposals() if proposal.pk == pk), None)
    if found is None:
        return None
    User.objects.select_for_update(no_key=True).get(pk=found.account_id)
    return next((proposal for proposal in proposals() if proposal.pk == pk), None)
