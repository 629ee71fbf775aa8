"""What a person asks for: a record looked at now, a work fetched. One place in the queue, however often they ask."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.lately import free_again
from bzpeer.db.locks import transaction_lock
from works.record.models import Author
from works.sync import queueing, rules
from works.sync.models import SyncRequest, SyncTarget
from works.sync.queries import Asked, asked_about, asked_for, key_of_author, key_of_work, place_of

# safety.md, Rate limits: new slice or refresh.
AN_HOUR = 30
HOUR = timedelta(hours=1)


class NothingToAsk(Exception):
    """No source can be asked: there is nothing to ask it by, or this site asks nobody."""


class TooMany(Exception):
    """The account has asked for thirty within the hour."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


def refresh(*, author: Author, account: User, now: datetime) -> int:
    """Every source that knows this author is asked soon; gives the place in the queue, the old one if there is one.

    Raises NothingToAsk and TooMany.
    """
    return _request(key_of_author(author.pk), asked_about(author.pk, author.name), account, now)


def fetch_work(*, identifier: tuple[str, str], account: User, now: datetime) -> int:
    """The work with this DOI or arXiv id is fetched from its source soon; gives the place in the queue.

    Raises NothingToAsk and TooMany.
    """
    return _request(key_of_work(identifier), asked_for(identifier), account, now)


@transaction.atomic
def _request(key: str, asked: Sequence[Asked], account: User, now: datetime) -> int:
    if not asked or not settings.IMPORT_MAILTO:
        raise NothingToAsk
    # Two people asking at once find each other's request, and one account's are counted one after the other.
    transaction_lock(f"sync request {key}")
    User.objects.select_for_update(no_key=True).get(pk=account.pk)
    if place := place_of(key):
        return place
    _check_hour(account, now)
    targets = [hurried(one, now) for one in sorted(asked)]
    made = SyncRequest.objects.create(key=key, targets=[target.pk for target in targets], account=account)
    journal.write(act="refresh asked for", actor=account, object_kind="sync request", object_id=made.pk)
    for source in sorted({target.source for target in targets}):
        queueing.wake(source)
    return place_of(key)


def hurried(asked: Asked, now: datetime) -> SyncTarget:
    """The question, before all that is only due; who waits already keeps their turn."""
    source, kind, value = asked
    since = rules.first_since(source, kind, now.date())
    SyncTarget.objects.get_or_create(source=source, kind=kind, value=value, defaults={"since": since})
    target = SyncTarget.objects.select_for_update().get(source=source, kind=kind, value=value)
    target.due_at, target.requested_at, target.failures = now, target.requested_at or now, 0
    target.save(update_fields=["due_at", "requested_at", "failures"])
    return target


def _check_hour(account: User, now: datetime) -> None:
    asked = SyncRequest.objects.filter(account=account, asked_at__gt=now - HOUR).order_by("-asked_at")
    again = free_again(asked.values_list("asked_at", flat=True), most=AN_HOUR, within=HOUR)
    if settings.RATE_LIMITS and again:
        raise TooMany(again - now)
