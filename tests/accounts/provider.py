"""An OpenID Connect provider that runs in this process and speaks HTTP: what ORCID is to the site."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import oidc_provider_mock
import requests
from werkzeug.serving import make_server

CARBERRY = "0000-0002-1825-0097"


class Provider:
    """The running provider; `delay` seconds pass before each answer, `drip` seconds before each byte of one."""

    def __init__(self) -> None:
        self.delay = self.drip = 0.0
        self.nonsense = b""
        self._app = oidc_provider_mock.app()
        self._server = make_server("localhost", 0, self._answer, threaded=True)
        self.site = f"http://localhost:{self._server.server_port}"
        self.asked: list[str] = []

    def _answer(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        time.sleep(self.delay)
        if self.nonsense:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [self.nonsense]
        return self._dripping(self._app(environ, start_response)) if self.drip else self._app(environ, start_response)

    def _dripping(self, body):
        for byte in b"".join(body):
            time.sleep(self.drip)
            yield bytes([byte])

    def stop(self) -> None:
        """From now on nobody listens there."""
        self._server.shutdown()
        self._server.server_close()

    def log_in(self, address: str, *, sub: str = CARBERRY, deny: bool = False) -> str:
        """What a person does at the provider: gives the address that it sends the browser back to."""
        form = {"action": "deny"} if deny else {"sub": sub}
        answer = requests.post(address, data=form, allow_redirects=False, timeout=10)
        return answer.headers["Location"]


@contextmanager
def running() -> Iterator[Provider]:
    """A provider for the time of a test."""
    provider = Provider()
    thread = threading.Thread(target=provider._server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        if thread.is_alive():
            provider.stop()
        thread.join(timeout=5)
