"""The Celery tasks of this app."""

from typing import Any

from bzpeer.db.outbox.jobs import job
from profiles.claims import notices, page_reading
from profiles.moderation import answering, overdue
from profiles.privacy import export
from profiles.recompute import queueing


@job("profiles.recompute")
def recompute() -> None:
    """Queue wrapper: one chunk of stale marks."""
    queueing.recompute_chunk_and_go_on()


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
