"""Deleting accounts whose fourteen days are over: records become unclaimed, everything else goes."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bzpeer.accounts import mails
from bzpeer.accounts.models import Leaving, User
from bzpeer.db.journal import services as journal
from bzpeer.db.models import JournalDetail
from profiles.claims import services as claims
from profiles.claims.models import OPEN_STATES, Claim, ClaimState
from profiles.privacy import export

AT_ONCE = 50
HELD_OR_OPEN = [*OPEN_STATES, ClaimState.APPROVED]


def delete_due() -> int:
    """Delete the accounts that are due, each in its own transaction; gives how many."""
    due = Leaving.objects.filter(due_at__lte=timezone.now()).order_by("due_at")
    return sum(_delete(pk) for pk in list(due.values_list("account_id", flat=True)[:AT_ONCE]))


@transaction.atomic
def _delete(account_id: int) -> bool:
    # Locked and read again: it may have been taken back meanwhile, or another sweep is at it.
    leaving = Leaving.objects.select_for_update(skip_locked=True).filter(
        account_id=account_id, due_at__lte=timezone.now()
    )
    if not leaving.exists():
        return False
    account = User.objects.select_for_update().get(pk=account_id)
    for claim in Claim.objects.filter(account=account, state__in=HELD_OR_OPEN).order_by("author_id"):
        claims.withdraw(claim=claim, by=account)
    export.delete_all(account=account)
    _erase_words(account)
    journal.write(act="account deleted", actor="clock", object_kind="account", object_id=account_id)
    to = account.email
    account.delete()
    mails.send("account/email/left", to=to, context={})
    return True


def _erase_words(account: User) -> None:
    """The journal keeps that something was done, and no word of it."""
    own = Q(entry__actor_id=account.pk) | Q(entry__object_kind="account", entry__object_id=account.pk)
    about_claims = Q(
        entry__object_kind="claim", entry__object_id__in=Claim.objects.filter(account=account).values("pk")
    )
    JournalDetail.objects.filter(own | about_claims).delete()
