"""Reporting words: a case about who wrote them, in which a moderator sees those words and little else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.retries import retried
from profiles.claims.models import Claim
from profiles.conversations.models import Message, ReportedWords
from profiles.invitations.models import Invitation
from profiles.invitations.saying import said_in
from profiles.moderation import reporting
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher
from works.models import Author

SUBJECT = "words"
# safety.md, section 1: only a reported message and the five before it.
BEFORE = 5
LOOKED = "words looked at"


@dataclass(frozen=True, slots=True)
class Reported:
    """What a moderator sees: who wrote it, an invitation part by part, or messages, the last of which is reported."""

    writer: int | None
    said: Sequence[tuple[str | Promise, str]]
    messages: Sequence[Message]


class NobodyThere(Exception):
    """Who wrote it has no account here any more: there is nobody to decide about."""


@retried
def report_words(
    *,
    account: User,
    writer: User | None,
    words: str,
    invitation: Invitation | None = None,
    message: Message | None = None,
) -> ReportedWords:
    """Files the report and opens its case; the same words reported again by the same account are one report.

    Raises NobodyThere, and TooMany beyond five reports a day.
    """
    who = reporting.reporter(account=account, network="")
    there = ReportedWords.objects.filter(report__account=account, invitation=invitation, message=message).first()
    if there is not None:
        return there
    author = last_record(writer) if writer is not None else None
    if author is None:
        raise NobodyThere
    reporting.check_limit(who)
    filed = reporting.file(author=author, who=who, subject=SUBJECT, words=words, email="", kind=Case.Kind.WORDS)
    return ReportedWords.objects.create(report=filed, writer=writer, invitation=invitation, message=message)


def last_record(account: User) -> Author | None:
    """The record the account holds, or the one it claimed last; two queries at most."""
    held = Researcher.objects.filter(account=account).select_related("author").first()
    if held is not None:
        return held.author
    claim = Claim.objects.filter(account=account).select_related("author").order_by("-moved_at").first()
    return claim.author if claim else None


def look_at(case: Case, *, by: User | None) -> Reported:
    """The reported words, and for a message the five before it, in order; that they were looked at is journalled."""
    found = ReportedWords.objects.select_related("invitation__work", "invitation__topic", "message").filter(
        report=case.report_id
    )
    about = found.first()
    journal.write(act=LOOKED, actor=by or "desk", object_kind="case", object_id=case.pk)
    if about is None:
        return Reported(None, (), ())
    if about.message is None:
        return Reported(about.writer_id, list(said_in(about.invitation)) if about.invitation else (), ())
    there = Message.objects.filter(conversation=about.message.conversation_id, pk__lte=about.message.pk)
    return Reported(about.writer_id, (), list(there.order_by("-pk")[: BEFORE + 1])[::-1])
