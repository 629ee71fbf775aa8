"""Pages that hear at once of what was written: streams of server-sent events that only say "look now"."""

import os
import signal
import threading
import time
import weakref
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from queue import SimpleQueue
from typing import cast

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from psycopg_pool import PoolTimeout

from bzpeer.db.wakes import Waiter, listener

# Streams of one web process, each of which holds a thread: the server has so many more than make pages.
STREAMS = 32
# Of one account in one process: two processes make four, and a browser keeps six connections to a site.
OF_ACCOUNT = 2
# How often something is sent, by which it is noticed that a window was closed.
HEARTBEAT = 5.0
# How often the right is looked at while nothing happens.
CHECKED = 60.0
# The browser comes back by itself, to another process perhaps.
LASTS = 300.0
NEWS = b"event: news\ndata: look\n\n"
BEGINNING = b"retry: 3000\n" + NEWS
NOTHING = b": \n\n"


class Places:
    """The streams of this process, which are few."""

    def __init__(self, *, most: int, of_account: int) -> None:
        self.most, self.of_account = most, of_account
        self._lock = threading.Lock()
        self._taken: Counter[int] = Counter()
        self._left: SimpleQueue[int] = SimpleQueue()

    def take(self, account: int) -> bool:
        """Whether there was a place."""
        with self._lock:
            while not self._left.empty():
                self._taken[self._left.get()] -= 1
            self._taken += Counter()
            is_free = self._taken.total() < self.most and self._taken[account] < self.of_account
            self._taken[account] += is_free
        return is_free

    def free(self, account: int) -> None:
        """The place is another's."""
        # Without the lock: the garbage collector calls it too, perhaps in the midst of `take`.
        self._left.put(account)


places = Places(most=STREAMS, of_account=OF_ACCOUNT)


def live(request: HttpRequest, topic: str, *, account: int, may_still: Callable[[], bool]) -> HttpResponse:
    """A stream whose events `news` say that something was written under the topic (`wakes.wake`), or may have been.

    204, after which a browser does not ask again by itself, where too much is streamed: the page goes on polling.
    `may_still` is asked at each event, and once a minute: when it says no the stream ends. While it waits it holds no
    database connection.
    """
    if request.method == "HEAD":
        return HttpResponse(content_type="text/event-stream")
    if not places.take(account):
        return HttpResponse(status=204)
    # The header is for proxies that collect answers before they hand them on.
    headers = {"X-Accel-Buffering": "no"}
    stream = Stream(topic, account, may_still)
    # The types of our decorators leave streams out.
    return cast("HttpResponse", StreamingHttpResponse(stream, content_type="text/event-stream", headers=headers))


class Stream:
    """The events, and the place that they take until the server closes them, or forgets them where an answer failed."""

    def __init__(self, topic: str, account: int, may_still: Callable[[], bool]) -> None:
        self._events = events(topic, may_still)
        self._free = weakref.finalize(self, places.free, account)

    def __iter__(self) -> Iterator[bytes]:
        return self._events

    def close(self) -> None:
        """Called by Django at the end of the answer, whatever the end was."""
        self._events.close()
        self._free()


def events(topic: str, may_still: Callable[[], bool]) -> Generator[bytes]:
    """What is sent. It begins with news: something may have been written since the page was made."""
    connection.close()
    waiter = listener.join(topic)
    try:
        if not waiter.is_over:
            yield BEGINNING
            yield from _following(waiter, may_still)
    finally:
        listener.leave(waiter)


def _following(waiter: Waiter, may_still: Callable[[], bool]) -> Iterator[bytes]:
    now = checked = time.monotonic()
    end = now + LASTS
    while now < end:
        is_woken = listener.wait(waiter, HEARTBEAT)
        now = time.monotonic()
        if waiter.is_over:
            return
        if is_woken or now - checked > CHECKED:
            if not _checked(may_still):
                return
            checked = now
        yield NEWS if is_woken else NOTHING


def _checked(may_still: Callable[[], bool]) -> bool:
    try:
        return may_still()
    except (Error, PoolTimeout):
        return False
    finally:
        connection.close()


def end_when_told() -> None:
    """Called in the main thread of a web process: its streams end with the first signal to stop, which waits for them.

    By Python's wake-up descriptor, because the handlers of signals are the server's. Only the main thread may set it;
    a server that loads the application in another one has other ways to stop.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    heard, written = os.pipe()
    os.set_blocking(written, False)
    signal.set_wakeup_fd(written, warn_on_full_buffer=False)

    def hear() -> None:
        while os.read(heard, 1)[0] not in (signal.SIGTERM, signal.SIGINT):
            pass
        listener.close()

    threading.Thread(target=hear, name="stop", daemon=True).start()
