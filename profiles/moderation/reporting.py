"""Reports by anybody: counted by network or account in the database, so the limit holds whatever else is down."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.lately import free_again
from bzpeer.db.locks import transaction_lock
from bzpeer.db.retries import retried
from profiles.claims import clock
from profiles.claims.errors import TooMany
from profiles.curation.models import Comment, Review
from profiles.moderation import rules
from profiles.moderation.models import Case, Report
from profiles.moderation.services import open_case
from works.models import Author

A_DAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reporter:
    """Who reports: an account, or the keyed hash of a network."""

    account: User | None
    network: str

    def reports(self) -> QuerySet[Report]:
        """What they sent within the last day, the newest first."""
        sent = Report.objects.filter(account=self.account, network=self.network, made_at__gt=clock.now() - DAY)
        return sent.order_by("-made_at")


@retried
def report(
    *,
    author: Author,
    account: User | None,
    network: str,
    subject: str,
    words: str,
    email: str = "",
    review: Review | None = None,
    comment: Comment | None = None,
) -> Report:
    """Files a report and opens its case; the same report sent twice within a day is one.

    One about a `review` or a `comment` is about the record of its writer. Raises TooMany beyond five within 24 hours.
    """
    who = reporter(account=account, network=network)
    about = {"author": author, "subject": subject, "words": words, "review": review, "comment": comment}
    if there := who.reports().filter(**about).first():
        return there
    check_limit(who)
    return file(author=author, who=who, subject=subject, words=words, email=email, review=review, comment=comment)


def reporter(*, account: User | None, network: str) -> Reporter:
    """Who reports, counted alone until the end of the transaction.

    `network` is `bzpeer.web.networks.network_of`; only its keyed hash is kept, and none for an account.
    """
    who = Reporter(account, "" if account else network_hash(network))
    # Two at the same moment would both count four.
    transaction_lock(f"report {account or who.network}")
    return who


def check_limit(who: Reporter) -> None:
    """Raises TooMany once they have sent five within 24 hours."""
    again = free_again(who.reports().values_list("made_at", flat=True), most=A_DAY, within=DAY)
    if settings.RATE_LIMITS and again:
        words = _("You have sent 5 reports within a day. What you typed is still here.")
        raise TooMany(again - clock.now(), words)


def file(
    *,
    author: Author,
    who: Reporter,
    subject: str,
    words: str,
    email: str,
    kind: str = Case.Kind.REPORT,
    deciders: int = 1,
    review: Review | None = None,
    comment: Comment | None = None,
) -> Report:
    """The report with its case and its line in the journal."""
    made = Report.objects.create(
        author=author,
        account=who.account,
        subject=subject,
        words=words,
        email=email,
        network=who.network,
        review=review,
        comment=comment,
    )
    journal.write(
        act="report made", actor=who.account or "visitor", object_kind="report", object_id=made.pk, reason=subject
    )
    open_case(kind=kind, author=author, report=made, due_at=clock.now() + rules.DUE[kind], deciders=deciders)
    return made


def network_hash(network: str) -> str:
    """A network as it is kept: HMAC-SHA-256, which nobody without the key can turn back."""
    return salted_hmac("profiles.moderation.reporting", network, algorithm="sha256").hexdigest()
