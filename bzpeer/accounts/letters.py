"""Mails on their way: each is a row until a worker has sent it, which is tried for three days (safety.md, Faults).

A worker may be killed at any moment, and no mail goes twice or not at all: what was not handed over yet is sent by
the next one, and a file written again is the same file. Between the last line of a mail and the answer of a mail
server nobody can know, and no server can be asked; a letter found there has gone, but for the blink between our note
and the line itself, which follow each other without a wait (`_hand_over`). It is not sent again, stays for a month,
and the log says so.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.dispatch import receiver
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn

from bzpeer.accounts import bounces
from bzpeer.accounts.models import Letter
from bzpeer.db.locks import advisory_lock
from bzpeer.db.outbox import services as outbox
from bzpeer.db.signals import swept

TASK = "accounts.send_letter"
PATIENCE, KEPT = timedelta(days=3), timedelta(days=30)
LONGEST_PAUSE = timedelta(hours=1)
# Longer than the outbox needs to bring a letter to a worker; what is still here then is queued again.
FIRST_PAUSE = timedelta(minutes=15)
AT_ONCE = 500
HARD = 500
HAND_OVER = "UPDATE accounts_letter SET handed_at = now() WHERE id = {letter}"
log = logging.getLogger(__name__)


def post(message: EmailMultiAlternatives, *, is_asked_for: bool = False) -> None:
    """Leave the message to a worker, in the current transaction; it has one address and one other form, HTML.

    Nothing is left for an address whose mail came back, unless somebody has just asked for this very mail.
    """
    ((html, _kind),), (to,) = message.alternatives, message.to
    if not is_asked_for and bounces.bounced([to]):
        return
    headers = {"Auto-Submitted": "auto-generated", **message.extra_headers}
    with transaction.atomic():
        letter = Letter.objects.create(
            to=to,
            subject=str(message.subject),
            text=str(message.body),
            html=str(html),
            headers=headers,
            next_at=Now() + FIRST_PAUSE,
        )
        _queue(letter.pk)


def send(*, letter_id: int) -> None:
    """Send it; nothing happens when that is done, given up, or being done. A mail server that is away or refuses is
    asked later. Not to be called in a transaction: what happens outside of it could not be noted.
    """
    with advisory_lock(f"letter {letter_id}") as is_ours:
        letter = Letter.objects.filter(pk=letter_id, given_up_at=None).first() if is_ours else None
        if letter is not None and letter.handed_at:
            _leave(letter)
        elif letter is not None:
            _send(letter)


def lost(addresses: Iterable[str]) -> set[str]:
    """Those of the addresses to which a mail of the last month could not be sent, or none goes; two queries."""
    asked = list(addresses)
    given_up = Letter.objects.filter(given_up_at__isnull=False, handed_at=None, to__in=asked)
    return {*given_up.values_list("to", flat=True), *bounces.bounced(asked)}


@receiver(swept, dispatch_uid="bzpeer.accounts.letters.sweep")
@transaction.atomic
def send_again(**_: Any) -> None:
    """Called by every sweep: what is due is queued, what is too old is deleted."""
    waiting = Letter.objects.filter(given_up_at=None, next_at__lte=Now()).select_for_update(skip_locked=True)
    due = list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    Letter.objects.filter(pk__in=due).update(next_at=Now() + FIRST_PAUSE)
    for pk in due:
        _queue(pk)
    Letter.objects.filter(given_up_at__lt=Now() - KEPT).delete()


def _queue(pk: int) -> None:
    outbox.put(TASK, queue="mail", key=f"letter {pk}", letter_id=pk)


def _send(letter: Letter) -> None:
    try:
        _message(letter).send()
    except OSError as error:
        _keep(letter, is_hopeless=_is_hopeless(error))
        log.warning("letter %s was not sent: %s", letter.pk, type(error).__name__)
    else:
        letter.delete()


def _message(letter: Letter) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        headers=letter.headers,
        connection=get_connection(handing_over=partial(_hand_over, letter.pk)),
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def _hand_over(pk: int) -> Callable[[], None]:
    """Notes it; gives what waits for the note.

    It is on its way to the database when this returns, and is written there whatever becomes of us. To wait before the
    mail goes would be to lose the mail with whoever is killed while the database writes to its disk.
    """
    connection.ensure_connection()
    session: PGconn = connection.connection.pgconn
    session.send_query(HAND_OVER.format(letter=int(pk)).encode())
    session.flush()
    return partial(_heard, session)


def _heard(session: PGconn) -> None:
    """Waits until the note stands. Raises OperationalError."""
    status = ExecStatus.COMMAND_OK
    while answer := session.get_result():
        status = ExecStatus(answer.status)
    if status != ExecStatus.COMMAND_OK:
        raise OperationalError("the note of a handover was refused")


def _leave(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(given_up_at=Now())
    log.error("letter %s was handed over and nobody heard the answer: it is not sent again", letter.pk)


@transaction.atomic
def _keep(letter: Letter, *, is_hopeless: bool) -> None:
    row = Letter.objects.filter(pk=letter.pk)
    row.update(handed_at=None)
    given_up = (row if is_hopeless else row.filter(made_at__lt=Now() - PATIENCE)).update(given_up_at=Now())
    if is_hopeless:
        bounces.mark([letter.to])
    if not given_up:
        pause = min(LONGEST_PAUSE, timedelta(minutes=2**letter.tries))
        row.update(tries=F("tries") + 1, next_at=Now() + pause)


def _is_hopeless(error: OSError) -> bool:
    """Whether the server said that there is no such address."""
    return isinstance(error, SMTPRecipientsRefused) and all(code >= HARD for code, _ in error.recipients.values())
