"""A mail server on loopback that keeps what it took, in memory."""

import re
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

NUMBER = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as sending needs; `taken` are the Message-IDs of what it took.

    It calls `before_answer` when it has the whole of a mail, and thinks for `seconds` before it says so. `answer` is
    what it says.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, seconds: float = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.seconds = seconds
        self.taken: list[str] = []
        self.answer = b"250 taken"
        self.before_answer: Callable[[], None] = lambda: None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def take(self, mail: bytes) -> bytes:
        """Keep it, and what to say."""
        self.before_answer()
        if self.answer.startswith(b"250"):
            self.taken += [found.decode() for found in NUMBER.findall(mail)]
        time.sleep(self.seconds)
        return self.answer


@contextmanager
def mail_server(*, seconds: float = 0) -> Iterator[MailServer]:
    """One that runs until the end of the block."""
    with MailServer(seconds=seconds) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        """One conversation; one that is broken off left no mail."""
        self._say(b"220 here")
        while word := self.rfile.readline()[:4].upper():
            if word == b"QUIT":
                return
            if word == b"DATA":
                self._say(b"354 go ahead")
                mail = self._until_the_dot()
                if mail is None:
                    return
                self._say(self.server.take(mail))
            else:
                self._say(b"250 well")

    def _until_the_dot(self) -> bytes | None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line)
        return None

    def _say(self, words: bytes) -> None:
        try:
            self.wfile.write(words + b"\r\n")
        except OSError:
            return
