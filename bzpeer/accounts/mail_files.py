"""Mail for a site without a mail server: one `.eml` file a message, in EMAIL_FILE_PATH."""

import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    """Writes what it should send."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were written; nobody ever sees half a file. Raises OSError."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}"
            half = folder / f".{name}"
            half.write_bytes(message.message().as_bytes())
            half.rename(folder / f"{name}.eml")
        return len(email_messages)
