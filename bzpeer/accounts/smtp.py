"""Mail through a server: Django's backend, which says when a mail goes out of our hands.

From the last line of a mail on nobody but the server knows whether it has it, until it answers. Up to that line
nothing has happened; so whoever noted that moment, and died without an answer, does not send again.
"""

from collections.abc import Callable
from contextlib import suppress
from smtplib import SMTP, SMTP_SSL
from typing import Any

from django.core.mail.backends import smtp

# "Go ahead": the answer to DATA, and to nothing else.
GO_AHEAD = 354
# A server may look long at a mail before it says that it took it (RFC 5321, 4.5.3.2.6); who hangs up sends it twice.
ANSWER_SECONDS = 600
Noted = Callable[[], None]


def _nothing() -> None:
    """Nobody notes anything."""


def _unnoted() -> Noted:
    """Where it is sent again rather than not at all."""
    return _nothing


class _Telling(SMTP):
    handing_over: Callable[[], Noted] = staticmethod(_unnoted)
    noted: Noted = staticmethod(_nothing)

    def getreply(self) -> tuple[int, bytes]:
        """The server's answer; the mail itself goes next when it says so. Raises what the note raises."""
        self.noted()
        self.noted = _nothing
        code, words = super().getreply()
        if code == GO_AHEAD and self.sock:
            self.sock.settimeout(ANSWER_SECONDS)
            self.noted = self.handing_over()
        return code, words


class _TellingOverTls(_Telling, SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Calls `handing_over` at once before each mail goes, and what that gives at once after."""

    def __init__(self, *, handing_over: Callable[[], Noted] = _unnoted, **given: Any) -> None:
        super().__init__(**given)
        self._handing_over = handing_over

    @property
    def connection_class(self) -> type[SMTP]:
        """smtplib's, with that call."""
        return _TellingOverTls if self.use_ssl else _Telling

    def open(self) -> bool | None:
        """Whether there is a new connection. Raises OSError."""
        is_new = super().open()
        if isinstance(self.connection, _Telling):
            self.connection.handing_over = self._handing_over
        return is_new

    def close(self) -> None:
        """A mail that was taken was sent, however the server says goodbye."""
        with suppress(OSError):
            super().close()
