"""What becomes of a question after its answer, or after none; in the transaction that takes the answer in."""

from datetime import datetime

from django.db import connection

from works.sync import rules
from works.sync.models import SyncTarget
from works.sync.questions import blocks_asked_for
from works.sync.words import EXPIRED

SCHEMES = {"openalex": "openalex", "crossref": "orcid", "orcid": "orcid"}

# Whoever waits for nothing more has been served.
CLOSE = """
    UPDATE works_syncrequest r SET done_at = clock_timestamp()
    WHERE r.done_at IS NULL AND %s = ANY(r.targets) AND NOT EXISTS (
        SELECT FROM works_synctarget t WHERE t.id = ANY(r.targets) AND t.requested_at IS NOT NULL
    )
"""
# Pages say when a source was asked.
STAMP_IDENTIFIED = """
    UPDATE works_author SET version = version + 1 WHERE id IN (
        SELECT author_id FROM works_authoridentifier WHERE scheme = %s AND value = %s
    )
"""
STAMP_NAMED = """
    UPDATE works_author SET version = version + 1 WHERE id IN (
        SELECT author_id FROM works_authorship WHERE block = ANY(%s)
    )
"""


def answered(target: SyncTarget, now: datetime) -> None:
    """The whole answer is here: due again in its night, from when this one began; who waited for it is served."""
    target.since = rules.next_since(target.began_at or now)
    target.began_at, target.answered_at, target.requested_at = None, now, None
    target.due_at = rules.due_after(target.kind, now)
    target.save()
    _close_requests(target)
    _stamp_pages(target)


def failed(target: SyncTarget, trouble: str, now: datetime) -> None:
    """No answer, or none that can be read: asked again later. Nobody waits through more than three failures."""
    target.failures, target.trouble = target.failures + 1, trouble
    is_given_up = target.failures >= rules.PATIENCE
    if target.requested_at is None or is_given_up:
        target.requested_at = None
        # A work is asked for by somebody, or not at all.
        is_over = is_given_up and target.kind == SyncTarget.Kind.WORK
        target.due_at = None if is_over else now + rules.retry_after(target.failures)
    target.save()
    _close_requests(target)


def begin_anew(target: SyncTarget, now: datetime) -> None:
    """The cursor does not hold any more: the answer is read from its beginning; what was taken in stays."""
    target.cursor, target.began_at = "", None
    if target.failures < rules.PATIENCE:
        target.failures, target.trouble = target.failures + 1, EXPIRED
        target.save()
    else:
        failed(target, EXPIRED, now)


def _close_requests(target: SyncTarget) -> None:
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, [target.pk])


def _stamp_pages(target: SyncTarget) -> None:
    if target.kind != SyncTarget.Kind.AUTHOR:
        return
    with connection.cursor() as cursor:
        if target.source in SCHEMES:
            cursor.execute(STAMP_IDENTIFIED, [SCHEMES[target.source], target.value])
        else:
            cursor.execute(STAMP_NAMED, [blocks_asked_for(target.value)])
