"""Reading streams as a server does that sends them."""

import threading
from typing import Any

from django.db import connection


class Reader(threading.Thread):
    """Reads a stream in a thread of its own; `seen` is what came, `connections` what the database saw of it then."""

    def __init__(self, response: Any) -> None:
        super().__init__(daemon=True)
        self.response = response
        self.seen: list[bytes] = []
        self.connections: set[Any] = set()
        self._came = threading.Condition()
        self.start()

    def run(self) -> None:
        """Until its end."""
        for chunk in self.response:
            with self._came:
                self.seen.append(chunk)
                self.connections.add(connection.connection)
                self._came.notify_all()
        self.response.close()

    def until(self, chunk: bytes, times: int = 1) -> None:
        """Wait for something to have come so often."""
        with self._came:
            assert self._came.wait_for(lambda: self.seen.count(chunk) >= times, 30)

    def ends(self) -> None:
        """Wait for its end."""
        self.join(30)
        assert not self.is_alive()
