"""The Celery tasks of this app."""

from typing import Any

from bzpeer.db.outbox.jobs import job
from profiles.claims import notices, own_domains, page_reading, record_reading
from profiles.erasures import control, questions
from profiles.imports import working
from profiles.moderation import answering, correcting, hiding, journal_hash, overdue
from profiles.news import by_mail, fan_out
from profiles.notices import mailing
from profiles.privacy import export
from profiles.recompute import queueing


@job("profiles.recompute")
def recompute() -> None:
    """Queue wrapper: one chunk of stale marks."""
    queueing.recompute_chunk_and_go_on()


@job("profiles.weigh")
def weigh() -> None:
    """Queue wrapper: one chunk of names for the model."""
    queueing.weigh_chunk_and_go_on()


@job("profiles.build_export")
def build_export(export_id: int) -> None:
    """Queue wrapper: the copy of somebody's data."""
    export.build(export_id=export_id)


@job("moderation.answer_report")
def answer_report(report_id: int) -> None:
    """Queue wrapper: the mail that closes a report."""
    answering.send_answer(report_id=report_id)


@job("moderation.tell_administrators")
def tell_administrators() -> None:
    """Queue wrapper: how many cases wait too long."""
    overdue.tell_administrators()


@job("moderation.tell_late")
def tell_late(claim_id: int) -> None:
    """Queue wrapper: a claimant's new date."""
    overdue.tell_claimant(claim_id=claim_id)


@job("moderation.tell_journal_hash")
def tell_journal_hash(number: int) -> None:
    """Queue wrapper: the newest hash of the journal leaves the site."""
    journal_hash.tell(number=number)


@job("profiles.claim_mail")
def claim_mail(notice: list[Any]) -> None:
    """Queue wrapper: one letter about a claim."""
    notices.send(notices.Notice(*notice))


@job("profiles.claim_tell_holders")
def claim_tell_holders(claim_id: int) -> None:
    """Queue wrapper: who holds evidence for a claimed record is told."""
    notices.tell_each_holder(claim_id)


@job("profiles.claim_read_page")
def claim_read_page(evidence_id: int) -> None:
    """Queue wrapper: a home page is read for its token."""
    page_reading.read(evidence_id)


@job("profiles.erasure_read_page")
def erasure_read_page(erasure_id: int) -> None:
    """Queue wrapper: a home page is read for the line of an erasure."""
    control.read_page(erasure_id)


@job("profiles.erasure_question")
def erasure_question(erasure_id: int) -> None:
    """Queue wrapper: who asked for an erasure is asked something."""
    questions.tell(erasure_id=erasure_id)


@job("moderation.tell_hidden")
def tell_hidden(hidden_id: int) -> None:
    """Queue wrapper: a holder is told that a text was hidden."""
    hiding.tell(hidden_id=hidden_id)


@job("moderation.tell_agreed")
def tell_agreed(work_id: int, field: str) -> None:
    """Queue wrapper: holders are told that a source has the corrected value too."""
    correcting.tell_agreed(work_id=work_id, field=field)


@job("profiles.claim_read_record")
def claim_read_record(evidence_id: int) -> None:
    """Queue wrapper: a public record at ORCID is compared with the claimed one."""
    record_reading.read(evidence_id)


@job("profiles.claim_check_again")
def claim_check_again(evidence_id: int) -> None:
    """Queue wrapper: an address is compared with what is known of institutions now."""
    own_domains.check_again(evidence_id)


@job("imports.work_off", is_whole=False)
def work_off_import(run_id: int) -> None:
    """Queue wrapper: a piece of an import, or of taking one back."""
    working.work_off(run_id=run_id)


@job("imports.settle", is_whole=False)
def settle_identities() -> None:
    """Queue wrapper: who is who, after an import."""
    working.settle_identities()


@job("imports.add_own_works", is_whole=False)
def add_own_works(run_id: int) -> None:
    """Queue wrapper: a holder's works from a BibTeX file."""
    working.add_own_works(run_id=run_id)


@job("profiles.mail_notices")
def mail_notices() -> None:
    """Queue wrapper: some people's notices that are due by mail."""
    mailing.mail_due()


@job("profiles.fan_out")
def fan_out_news() -> None:
    """Queue wrapper: followers hear of a piece of what an import brought."""
    fan_out.fan_out()


@job("profiles.mail_subscribers")
def mail_subscribers() -> None:
    """Queue wrapper: news for some addresses without an account."""
    by_mail.mail_due()
