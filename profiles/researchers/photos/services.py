"""A holder's photo: put up, taken down."""

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.journal.models import JournalEntry
from bzpeer.db.retries import retried
from bzpeer.web.errors import TooManyRequests
from profiles.researchers.editing.services import own_act
from profiles.researchers.photos import store
from works.models import Author

# Kept in the database, so that it holds while the cache is away (safety.md, Rate limits).
AN_HOUR = 10
HOUR = timedelta(hours=1)
PUT_UP = "photo changed"
REFUSED = "photo refused"


def put_up(*, author: Author, account: User, data: bytes) -> None:
    """The holder's photo from now on, drawn anew; the one before goes.

    Raises NoPicture, TooManyRequests beyond ten tries an hour, and as `own_act`.
    """
    check_limit(account)
    try:
        name = store.keep(data)
    except store.NoPicture:
        journal.write(act=REFUSED, actor=account, object_kind="author", object_id=author.pk)
        raise
    try:
        with own_act(author=author, account=account, act=PUT_UP, waits=False) as own:
            store.forget(own.researcher.photo)
            own.researcher.photo = name
    except BaseException:
        with transaction.atomic():
            store.forget(name)
        raise


@retried
def take_down(*, author: Author, account: User) -> None:
    """There is no photo any more. Raises as `own_act`."""
    with own_act(author=author, account=account, act="photo taken down", waits=False) as own:
        store.forget(own.researcher.photo)
        own.researcher.photo = ""


def check_limit(account: User) -> None:
    """Raises TooManyRequests once this account has tried ten photos within the hour."""
    tried = JournalEntry.objects.filter(actor_id=account.pk, act__in=(PUT_UP, REFUSED), at__gt=Now() - HOUR)
    if tried.count() >= AN_HOUR:
        raise TooManyRequests(wait=int(HOUR.total_seconds()))
