"""News by mail without an account: asked for, confirmed by a signed link, sent once a week, ended by one press.

Nothing is stored before the link was followed, and nothing after the end; no answer says whether an address is known.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from itertools import groupby

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from bzpeer.accounts import letters, limits
from bzpeer.accounts.mails import compose
from bzpeer.db.locks import transaction_lock
from bzpeer.db.outbox import services as outbox
from bzpeer.web.errors import TooManyRequests
from profiles.claims import clock
from profiles.follows.models import KINDS
from profiles.follows.targets import TABLES, Target, search_written, stored_search, target_of, targets_of
from profiles.news.lines import shown, texts_of
from profiles.news.models import MailSubscription, News
from profiles.notices.links import headers
from profiles.notices.rules import Hours, next_morning
from works.search.language import read

TASK = "profiles.mail_subscribers"
CONFIRM, STOP = "bzpeer.news.confirm", "bzpeer.news.stop"
CONFIRM_WITHIN = timedelta(days=7)
# Of one address in a day, however many ask; of one network in an hour.
CONFIRMATIONS = limits.Allowance("news mail", 1, limits.DAY)
ASKED = limits.Allowance("news asked", 10, 3600)
ADDRESSES, TOLD = 100, 30


@transaction.atomic
def ask(*, address: str, target: Target, network: str) -> None:
    """A mail with the link goes there, if none went today. Raises TooManyRequests for a network that asks too often."""
    limits.take([(ASKED, network)])
    try:
        limits.take([(CONFIRMATIONS, address.lower())])
    except TooManyRequests:
        return
    key = signing.dumps([address, target.kind, target.pk or target.name], salt=CONFIRM)
    link = settings.PUBLIC_URL + reverse("news:confirm_mail", args=[key])
    context = {"name": target.name, "link": link}
    letters.post(compose("profiles/news/mail/confirm", to=address, context=context))


def asked_for(key: str) -> tuple[str, Target] | None:
    """Whose address and what the link of a mail is about; None for one damaged, a week old, or about what is gone."""
    try:
        address, kind, about = signing.loads(key, salt=CONFIRM, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    if kind == "search" and isinstance(about, str):
        return address, search_written(read(about).written())
    row = TABLES[kind]._default_manager.filter(pk=about).first()
    return None if row is None or getattr(row, "removed_at", None) else (address, target_of(row, kind))


@transaction.atomic
def confirm(*, address: str, target: Target) -> None:
    """News of it go there from now on; twice is once."""
    pk = target.pk or stored_search(target).pk
    today = clock.now().date()
    MailSubscription.objects.get_or_create(
        address=address, **{f"{target.kind}_id": pk}, defaults={"mailed_until": today}
    )


def ending(key: str) -> list[int] | None:
    """The subscriptions that the link of a mail ends; None for a damaged one."""
    try:
        ids: list[int] = signing.loads(key, salt=STOP)
    except signing.BadSignature:
        return None
    return ids


def stop(ids: Collection[int]) -> None:
    """These are over, and their address is kept nowhere."""
    MailSubscription.objects.filter(pk__in=ids).delete()


def forget(addresses: Iterable[str]) -> None:
    """Mail to these addresses came back."""
    either = Q()
    for address in addresses:
        either |= Q(address__iexact=address)
    if either:
        MailSubscription.objects.filter(either).delete()


def wake_if_due() -> None:
    """The sweep's question."""
    if MailSubscription.objects.filter(due_at__lte=Now()).exists():
        outbox.put(TASK, queue="mail", key="news mail")


@transaction.atomic
def mail_due() -> None:
    """One mail for each of some addresses; puts the job in again while more wait."""
    transaction_lock("news mail")
    now = clock.now()
    due = MailSubscription.objects.filter(due_at__lte=now)
    addresses = list(due.order_by("address").values_list("address", flat=True).distinct()[:ADDRESSES])
    waiting = due.filter(address__in=addresses).order_by("address", "pk")
    for address, rows in groupby(waiting, lambda row: row.address):
        _mail(address, list(rows), now.date())
    if due.exists():
        outbox.put(TASK, queue="mail", key="news mail")


def _mail(address: str, rows: list[MailSubscription], today: date) -> None:
    """The news up to yesterday; today's are of the next mail."""
    row_of = {(row.kind, row.target_id): row for row in rows}
    about = News.objects.filter(_about(rows), day__gt=min(row.mailed_until for row in rows))
    fresh = [one for one in shown(about).order_by("-pk") if one.day > row_of[one.kind, one.target_id].mailed_until]
    told = [one for one in fresh if one.day < today]
    if told:
        _post(address, rows, told, today)
    waiting = {(one.kind, one.target_id) for one in fresh if one.day >= today}
    for target, row in row_of.items():
        row.mailed_until = max(row.mailed_until, today - timedelta(days=1))
        row.due_at = next_morning(clock.now(), Hours(), is_weekly=True) if target in waiting else None
    MailSubscription.objects.bulk_update(rows, ["mailed_until", "due_at"])


def _post(address: str, rows: list[MailSubscription], told: list[News], today: date) -> None:
    link = settings.PUBLIC_URL + reverse("news:stop_mail", args=[signing.dumps([row.pk for row in rows], salt=STOP)])
    targets = targets_of(rows).values()
    context: Mapping[str, object] = {
        "lines": texts_of(told[:TOLD]),
        "pages": [(target.name, settings.PUBLIC_URL + target.path) for target in targets],
        "stop": link,
    }
    name = f"news-{rows[0].pk}-{today}"
    letters.post(compose("profiles/news/mail/news", to=address, context=context, name=name, headers=headers(link)))


def _about(rows: Iterable[MailSubscription]) -> Q:
    ids: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for row in rows:
        ids[row.kind].append(row.target_id)
    either = Q()
    for kind, wanted in ids.items():
        if wanted:
            either |= Q(**{f"{kind}__in": wanted})
    return either
