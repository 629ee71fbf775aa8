"""How much one account may claim: counted in the database, so it holds whatever else is down (safety.md)."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from bzpeer.accounts.models import User
from bzpeer.db.journal.models import JournalEntry
from bzpeer.db.lately import free_again
from profiles.claims import rules
from profiles.claims.errors import TooMany
from profiles.claims.models import OPEN_STATES, Claim, ClaimState as State, Evidence, EvidenceKind

HOMEPAGE_CHECKS = 10
HOST_CHECKS = 3
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def check_open(account: User, now: datetime) -> None:
    """Raises TooMany when the account has three open claims; the caller holds its row."""
    due = list(Claim.objects.filter(account=account, state__in=OPEN_STATES).values_list("due_at", flat=True))
    if len(due) < rules.OPEN_CLAIMS:
        return
    words = ngettext(
        "You have %(count)d open claim. Withdraw one, or wait until one is decided.",
        "You have %(count)d open claims. Withdraw one, or wait until one is decided.",
        len(due),
    )
    first = min((at for at in due if at is not None), default=now)
    raise TooMany(first - now, words % {"count": len(due)})


def check_day(account: User, now: datetime) -> None:
    """Raises TooMany when five claims were sent in the last 24 hours; the caller holds the account's row."""
    sent = JournalEntry.objects.filter(
        object_kind="claim",
        object_id__in=Claim.objects.filter(account=account).values("pk"),
        before=State.DRAFT,
        after=State.SUBMITTED,
        at__gt=now - DAY,
    )
    again = free_again(sent.order_by("-at").values_list("at", flat=True), most=rules.CLAIMS_A_DAY, within=DAY)
    if again:
        raise TooMany(
            again - now,
            _("You can send the next claim on %(day)s at %(time)s. Your draft is kept.") % _words(again),
        )


def check_homepage(account: User, host: str, now: datetime) -> None:
    """Raises TooMany beyond 10 checks of homepages an hour by this account, or 3 of one host by anybody."""
    asked = Evidence.objects.filter(kind=EvidenceKind.HOMEPAGE, made_at__gt=now - timedelta(days=8))
    since = (now - HOUR).isoformat()
    _check_times(asked.filter(claim__account=account), since, HOMEPAGE_CHECKS, now)
    _check_times(asked.filter(fact__host=host), since, HOST_CHECKS, now)


def _check_times(evidence: models.QuerySet[Evidence], since: str, most: int, now: datetime) -> None:
    facts = evidence.values_list("fact", flat=True)
    times = sorted(at for fact in facts for at in fact.get("asked", []) if at > since)
    if len(times) >= most:
        again = datetime.fromisoformat(times[-most]) + HOUR
        raise TooMany(
            again - now,
            _("You can check again at %(time)s. Your token stays as it is.") % _words(again),
        )


def _words(moment: datetime) -> dict[str, str]:
    return {"day": date_format(moment, "j F Y"), "time": date_format(moment, "H:i")}
