"""Mail for a site without a mail server: one `.eml` file a message, in EMAIL_FILE_PATH.

The Message-ID names the file, so that a mail written again, after a crash, is the same file.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    """Writes what it should send."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many there are now; nobody ever sees half a file. Raises OSError."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder, message)
        return len(email_messages)


def _write(folder: Path, message: EmailMessage) -> None:
    whole = message.message()
    number = sha256(whole["Message-ID"].encode()).hexdigest()[:16]
    if not any(folder.glob(f"*-{number}.eml")):
        half = folder / f".{number}"
        half.write_bytes(whole.as_bytes())
        half.rename(folder / f"{timezone.now():%Y%m%d-%H%M%S-%f}-{number}.eml")
