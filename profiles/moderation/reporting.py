"""Reports by anybody: counted by network or account in the database, so the limit holds whatever else is down."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from profiles.claims import clock
from profiles.claims.errors import TooMany
from profiles.moderation import rules
from profiles.moderation.models import Case, Report
from profiles.moderation.services import open_case
from works.models import Author

A_DAY = 5
DAY = timedelta(days=1)


@transaction.atomic
def report(*, author: Author, account: User | None, network: str, subject: str, words: str, email: str = "") -> Report:
    """Files a report and opens its case; the same report sent twice within a day is one.

    `network` is `bzpeer.web.networks.network_of`; only its keyed hash is kept, and none for an account. Raises
    TooMany beyond five within 24 hours.
    """
    hashed = "" if account else network_hash(network)
    who = {"account": account} if account else {"account": None, "network": hashed}
    with connection.cursor() as cursor:
        # Two at the same moment would both count four.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"report {account or hashed}"])
    now = clock.now()
    recent = Report.objects.filter(**who, made_at__gt=now - DAY).order_by("-made_at")
    if there := recent.filter(author=author, subject=subject, words=words).first():
        return there
    times = list(recent.values_list("made_at", flat=True)[:A_DAY])
    if settings.RATE_LIMITS and len(times) == A_DAY:
        raise TooMany(times[-1] + DAY - now, _("You have sent 5 reports within a day. What you typed is still here."))
    made = Report.objects.create(
        author=author, account=account, subject=subject, words=words, email=email, network=hashed
    )
    journal.write(
        act="report made", actor=account or "visitor", object_kind="report", object_id=made.pk, reason=subject
    )
    open_case(kind=Case.Kind.REPORT, author=author, report=made, due_at=now + rules.DUE["report"])
    return made


def network_hash(network: str) -> str:
    """A network as it is kept: HMAC-SHA-256, which nobody without the key can turn back."""
    return salted_hmac("profiles.moderation.reporting", network, algorithm="sha256").hexdigest()
