"""How many answers a web process makes at once."""

import threading
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def at_most(number: int, application: WSGIApplication) -> WSGIApplication:
    """The same, making so many answers at once: as many as there are database connections. 0 is no limit.

    The server has more threads than that, for streams (`bzpeer/web/live.py`): sending one is not making one.
    """
    if not number:
        return application
    places = threading.BoundedSemaphore(number)

    def answered(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        with places:
            return application(environ, start)

    return answered
