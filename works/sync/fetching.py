"""Asking a source over the guarded client: who we are, what we take, and how an answer that did not come is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from bzpeer.net.addresses import is_global
from bzpeer.net.client import Answer, CouldNotRead, Rules, fetch_answer
from bzpeer.net.errors import Reason
from bzpeer.net.rules import resolve
from bzpeer.net.targets import USUAL_PORTS
from works.sync.questions import ACCEPT, ATOM, Contact, Question, url_of
from works.sync.words import BROKEN_OFF, TOO_LONG, TOO_SLOW, UNREACHABLE

KINDS = ("application/json", ATOM, "application/xml", "text/xml")
# A hundred works with all their authors; one by 3,000 takes a megabyte.
MOST_BYTES = 64 * 1024 * 1024
SECONDS = 60.0
TROUBLE: dict[Reason, str] = {
    "address": UNREACHABLE,
    "time": TOO_SLOW,
    "size": TOO_LONG,
    "kind": BROKEN_OFF,
}


class NoAnswer(Exception):
    """Nothing came, or only a part; its text says why."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the source said of the answer we have, for asking whether there is another."""

    etag: str = ""
    last_modified: str = ""


def ask(question: Question, known: Known, *, seconds: float = SECONDS) -> Answer:
    """The answer, whatever its status. Raises NoAnswer."""
    contact = Contact(settings.IMPORT_MAILTO, settings.OPENALEX_API_KEY)
    url = url_of(question, settings.SYNC_ADDRESSES[question.source], contact)
    try:
        return fetch_answer(url, rules=_rules(question.source, seconds), headers=_headers(question, known))
    except CouldNotRead as error:
        raise NoAnswer(TROUBLE[error.reason]) from error


def told_of(headers: Mapping[str, str]) -> Known:
    """What an answer says of itself, as far as it can stand in a header again."""
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return Known(etag if _is_sendable(etag, 200) else "", modified if _is_sendable(modified, 100) else "")


def _headers(question: Question, known: Known) -> dict[str, str]:
    headers = {
        "User-Agent": f"bzpeer/1 ({settings.PUBLIC_URL}; mailto:{settings.IMPORT_MAILTO})",
        "Accept": ACCEPT[question.source],
    }
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _rules(source: str, seconds: float) -> Rules:
    base = settings.SYNC_ADDRESSES[source]
    limits = Rules(kinds=KINDS, most_bytes=MOST_BYTES, total_seconds=seconds)
    if base == settings.SYNC_HOME_ADDRESSES[source]:
        return limits
    # A mirror: whoever runs the site named it, and it may stand inside, at any port.
    parts = urlsplit(base)
    port = parts.port or USUAL_PORTS.get(parts.scheme, 0)
    try:
        mirror = frozenset(resolve(parts.hostname or "", port))
    except OSError as error:
        raise NoAnswer(TROUBLE["address"]) from error
    return Rules(
        kinds=KINDS,
        most_bytes=MOST_BYTES,
        total_seconds=seconds,
        ports=limits.ports | {port},
        may_connect=lambda address: address in mirror or is_global(address),
    )


def _is_sendable(value: str, longest: int) -> bool:
    return value.isascii() and value.isprintable() and len(value) <= longest
