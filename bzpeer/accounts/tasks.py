"""The Celery tasks of this app."""

from bzpeer.accounts import letters
from bzpeer.db.outbox.jobs import job


@job("accounts.send_letter", is_whole=False)
def send_letter(letter_id: int) -> None:
    """Queue wrapper: one mail goes out."""
    letters.send(letter_id=letter_id)
