"""What must never happen while somebody looks at a page."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

# Chromium's own line about every answer of 400 and more; those are noticed by their responses.
FAILED_TO_LOAD = "Failed to load resource"


class Watch:
    """Notices errors in the console (breaches of the policy among them), in scripts, and requests to other hosts.

    A page may answer with an error; a file that belongs to it may not. `elsewhere` are sites that one is led to.
    """

    def __init__(self, page: Page, *, home: str, elsewhere: Sequence[str] = ()) -> None:
        self.noticed: list[str] = []
        self._hosts = {urlsplit(site).netloc for site in (home, *elsewhere)}
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.noticed.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(FAILED_TO_LOAD):
            self.noticed.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in self._hosts:
            self.noticed.append(f"request to elsewhere: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type not in ("document", "fetch", "xhr"):
            self.noticed.append(f"{response.status}: {response.url}")
