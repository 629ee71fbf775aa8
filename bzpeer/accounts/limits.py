"""Limits at the door, counted in PostgreSQL: they hold while everything else is down (safety.md, Rate limits)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models.functions import Now
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from bzpeer.accounts.models import Attempt
from bzpeer.db.locks import transaction_lock
from bzpeer.db.signals import swept
from bzpeer.web.errors import TooManyRequests
from bzpeer.web.networks import network_of

DAY = 24 * 3600
TOO_MANY = "too_many_login_attempts"

# The wait of whoever is over the limit: until the oldest of the last `most` attempts falls out of the window.
WAIT = """
    SELECT ceil(extract(epoch FROM at + %(seconds)s * interval '1 second' - statement_timestamp()))
    FROM accounts_attempt
    WHERE act = %(act)s AND who = %(who)s AND at > statement_timestamp() - %(seconds)s * interval '1 second'
    ORDER BY at DESC OFFSET %(most)s - 1 LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many attempts at an act within so many seconds, by one `who`: an account, a network, an address."""

    act: str
    most: int
    seconds: int


# By account and network together, so that nobody locks the owner out; then by either alone.
LOG_IN_HERE = Allowance("log-in here", 5, 900)
LOG_IN_NETWORK = Allowance("log-in network", 20, 3600)
LOG_IN_ACCOUNT = Allowance("log-in account", 100, DAY)
SIGN_UP = Allowance("sign-up", 5, 3600)
MAILS = (Allowance("mail an hour", 3, 3600), Allowance("mail a day", 10, DAY))
# A stranger can use up the mails above; whoever has the right password is counted apart, and not kept out by that.
NEW_BROWSERS = (Allowance("new browser an hour", 10, 3600), Allowance("new browser a day", 30, DAY))

Wanted = Sequence[tuple[Allowance, str]]


def take(wanted: Wanted) -> list[int]:
    """Counts one attempt for each; gives their ids for `give_back`.

    Raises TooManyRequests with the longest wait, and counts nothing, when one of them is used up.
    """
    if not settings.RATE_LIMITS:
        return []
    keys = [(allowance, _key(who)) for allowance, who in wanted]
    with transaction.atomic(), connection.cursor() as cursor:
        # Two at once are counted one after the other; in order, so that they never wait for each other in a ring.
        for lock in sorted(f"{allowance.act} {who}" for allowance, who in keys):
            transaction_lock(lock)
        waits = [_wait(cursor, allowance, who) for allowance, who in keys]
        if any(waits):
            raise TooManyRequests(wait=max(waits))
        made = Attempt.objects.bulk_create([Attempt(act=allowance.act, who=who) for allowance, who in keys])
    return [attempt.pk for attempt in made]


def give_back(ids: Sequence[int]) -> None:
    """What was counted was no failure after all."""
    if ids:
        Attempt.objects.filter(pk__in=ids).delete()


def take_log_in(request: HttpRequest, who: str) -> list[int]:
    """One try at a password or second factor. Raises ValidationError with the wait in words, and in its params."""
    network = network_of(request)
    try:
        return take([(LOG_IN_HERE, f"{who} {network}"), (LOG_IN_NETWORK, network), (LOG_IN_ACCOUNT, who)])
    except TooManyRequests as error:
        minutes = -(-error.wait // 60)
        words = ngettext(
            "Too many attempts. Try again in %(minutes)d minute, or use a passkey.",
            "Too many attempts. Try again in %(minutes)d minutes, or use a passkey.",
            minutes,
        )
        raise ValidationError(words, code=TOO_MANY, params={"minutes": minutes, "wait": error.wait}) from None


def forget_log_ins(request: HttpRequest, who: str) -> None:
    """The account's failures count no longer: its password was reset by a link from a mail."""
    keys = {LOG_IN_HERE.act: _key(f"{who} {network_of(request)}"), LOG_IN_ACCOUNT.act: _key(who)}
    for act, key in keys.items():
        Attempt.objects.filter(act=act, who=key).delete()


def may_mail(email: str) -> bool:
    """Counts a mail that anybody may ask for; False when the address has had its share. No page tells which."""
    try:
        take([(allowance, email.lower()) for allowance in MAILS])
    except TooManyRequests:
        return False
    return True


@receiver(swept, dispatch_uid="bzpeer.accounts.limits.sweep")
def delete_over(**_: Any) -> None:
    """No window is longer than a day."""
    Attempt.objects.filter(at__lt=Now() - timedelta(seconds=DAY)).delete()


def _wait(cursor: Any, allowance: Allowance, who: str) -> int:
    cursor.execute(WAIT, {"act": allowance.act, "who": who, "most": allowance.most, "seconds": allowance.seconds})
    row = cursor.fetchone()
    return max(1, int(row[0])) if row else 0


def _key(who: str) -> str:
    # No address and no network stands in the table.
    return salted_hmac("bzpeer.accounts.limits", who, algorithm="sha256").hexdigest()[:32]
