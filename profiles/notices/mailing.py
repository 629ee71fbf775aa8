"""Mails about notices: at once, or in a digest of which there is one a day; never in quiet hours.

A notice has a due time, at which it is looked at: it goes then, or gets the time from which it may. So the settings
count as they are when the mail goes. Everything about one mail is one transaction, and its Message-ID is fixed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Now
from django.urls import reverse

from bzpeer.accounts import letters
from bzpeer.accounts.mails import compose
from bzpeer.db.locks import transaction_lock
from bzpeer.db.outbox import services as outbox
from profiles.claims import clock
from profiles.news.following import news_of_day
from profiles.notices import links
from profiles.notices.kinds import KINDS, SUBJECTS
from profiles.notices.lines import lines_of
from profiles.notices.models import Notice, NoticeChoice, NoticeHours, NoticeMail
from profiles.notices.rules import DIGESTS, MAILS_A_DAY, Frequency, Hours, day_of, goes_at, next_morning

TASK = "profiles.mail_notices"
MAIL = "profiles/notices/mail/notices"
# So many accounts and notices in one transaction, and so many told in one mail.
ACCOUNTS, LOOKED_AT, TOLD = 500, 2_000, 30
KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to write to: where, how often about what, when not, and how many mails they had today."""

    account_id: int
    address: str
    hours: Hours
    choices: Mapping[str, Frequency] = field(default_factory=dict)
    mails_today: int = 0

    def frequency_of(self, notice: Notice) -> Frequency:
        """How often they want mail about this."""
        subject = KINDS[notice.kind].subject
        return self.choices.get(subject, SUBJECTS[subject].frequency)


def wake() -> None:
    """Somebody looks at what is due, in the current transaction."""
    outbox.put(TASK, queue="mail", key="notices mail")


def wake_if_due() -> None:
    """The sweep's question; what is a year old goes."""
    if is_due():
        wake()
    Notice.objects.filter(made_at__lt=Now() - KEPT).delete()
    NoticeMail.objects.filter(made_at__lt=Now() - KEPT).delete()


def is_due() -> bool:
    """Whether a notice is to be looked at; one query."""
    return Notice.objects.filter(due_at__lte=Now()).exists()


@transaction.atomic
def mail_due() -> None:
    """Some people's due notices; puts the job in again while more wait."""
    transaction_lock("notices mail")
    now = clock.now()
    due = Notice.objects.filter(due_at__lte=now)
    accounts = list(due.order_by("account_id").values_list("account_id", flat=True).distinct()[:ACCOUNTS])
    notices = list(due.filter(account__in=accounts).order_by("account_id", "pk")[:LOOKED_AT])
    readers = _readers(accounts, now)
    for account, own in groupby(notices, lambda notice: notice.account_id):
        _see_to(readers[account], list(own), now)
    _keep(notices)
    if due.exists():
        wake()


def _see_to(reader: Reader, notices: Sequence[Notice], now: datetime) -> None:
    """What may go now goes in one mail; the rest waits for its time."""
    at_once: list[Notice] = []
    digest: list[Notice] = []
    for notice in notices:
        frequency = reader.frequency_of(notice)
        if not reader.address or frequency in (Frequency.NEVER, Frequency.MUTED):
            notice.due_at = None
            continue
        notice.due_at = goes_at(now=now, made_at=notice.made_at, frequency=frequency, hours=reader.hours)
        if notice.due_at <= now:
            (digest if frequency in DIGESTS else at_once).append(notice)
    today = f"digest-{day_of(now, reader.hours)}"
    if not (digest and _mail(reader, [*at_once, *digest], today, now)):
        _wait_for_morning(digest, reader, now)
        has_enough = reader.mails_today >= MAILS_A_DAY
        if at_once and (has_enough or not _mail(reader, at_once, f"notice-{at_once[0].pk}", now)):
            _wait_for_morning(at_once, reader, now)


def _keep(notices: Sequence[Notice]) -> None:
    """What was decided about each; a statement for all that wait for the same moment."""
    alike = defaultdict(list)
    for notice in notices:
        alike[notice.due_at, notice.mailed_at].append(notice.pk)
    for (due_at, mailed_at), ids in alike.items():
        Notice.objects.filter(pk__in=ids).update(due_at=due_at, mailed_at=mailed_at)


def _wait_for_morning(notices: Sequence[Notice], reader: Reader, now: datetime) -> None:
    for notice in notices:
        notice.due_at = next_morning(now, reader.hours)


def _mail(reader: Reader, going: Sequence[Notice], key: str, now: datetime) -> bool:
    """False when they had the mail of this key."""
    mail, is_new = NoticeMail.objects.get_or_create(account_id=reader.account_id, key=key)
    if is_new:
        _post(reader, mail, going)
        for notice in going:
            notice.due_at, notice.mailed_at = None, now
    return is_new


def _post(reader: Reader, mail: NoticeMail, going: Sequence[Notice]) -> None:
    told = going[:TOLD]
    lines = lines_of(told)
    unsubscribe = links.address_for(reader.account_id, {line.subject for line in lines})
    context = {
        "lines": lines,
        "told": [(line, _details(notice)) for line, notice in zip(lines, told, strict=True)],
        "number": len(going),
        "more": len(going) - len(lines),
        "page": settings.PUBLIC_URL + reverse("notices:notices"),
        "settings_address": settings.PUBLIC_URL + reverse("notices:notice_settings"),
        "unsubscribe": unsubscribe,
    }
    name, headers = f"notices-{reader.account_id}-{mail.key}", links.headers(unsubscribe)
    letters.post(compose(MAIL, to=reader.address, context=context, name=name, headers=headers))


def _details(notice: Notice) -> Sequence[str]:
    """What a mail says more of: the news of the day that the notice is about."""
    is_news = notice.kind == "news"
    return news_of_day(notice.account_id, date.fromisoformat(notice.about["day"])) if is_news else ()


def _readers(accounts: Sequence[int], now: datetime) -> Mapping[int, Reader]:
    """The accounts with all that is to be known of them. Four queries."""
    addresses = EmailAddress.objects.filter(user__in=accounts, primary=True, verified=True, user__is_active=True)
    address_of = dict(addresses.values_list("user_id", "email"))
    hours_of = {row.account_id: row.hours for row in NoticeHours.objects.filter(account__in=accounts)}
    choices: dict[int, dict[str, Frequency]] = {pk: {} for pk in accounts}
    for choice in NoticeChoice.objects.filter(account__in=accounts):
        choices[choice.account_id][choice.subject] = Frequency(choice.frequency)
    today = NoticeMail.objects.filter(account__in=accounts, made_at__gt=now - timedelta(days=1))
    mails = dict(today.values("account").annotate(number=Count("pk")).values_list("account", "number"))
    return {
        pk: Reader(pk, address_of.get(pk, ""), hours_of.get(pk, Hours()), choices[pk], mails.get(pk, 0))
        for pk in accounts
    }
