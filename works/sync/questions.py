"""What each source is asked, and how far its answer goes; pure."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from works.record.addresses import fold
from works.record.names import parts_of
from works.sync.words import LEFT_OUT, NO_FEED, NO_JSON, OTHER_FORM

ROWS = 100
ATOM = "application/atom+xml"
JSON = "application/json"
ACCEPT = {"arxiv": ATOM, "openalex": JSON, "crossref": JSON, "orcid": JSON}
# Names with particles are printed in one order only; longer ones than this are no family names.
FAMILY_WORDS = 6
TOTAL = re.compile(rb"<(?:opensearch:)?totalResults[^>]*>\s*([0-9]{1,9})\s*<")
ENTRY = re.compile(rb"<entry[\s>]")
UPDATED = re.compile(rb"<updated>\s*([0-9]{4}-[0-9]{2}-[0-9]{2})")


class Nonsense(Exception):
    """What came is no answer to the question; its text says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """One page of one question, as `SyncTarget` keeps it."""

    source: str
    kind: str
    value: str
    since: date | None
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who asks: an address for the source to write to, and the key that OpenAlex gave us, if it did."""

    mailto: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """How many records a page of an answer holds, and where the next begins; empty after the last."""

    records: int
    next_cursor: str = ""


def url_of(question: Question, base: str, contact: Contact) -> str:
    """The address of the page, below the address of the source."""
    return {"arxiv": _arxiv, "openalex": _openalex, "crossref": _crossref, "orcid": _orcid}[question.source](
        question, base, contact
    )


def page_of(question: Question, body: bytes) -> Page:
    """How far this page of the answer goes. Raises Nonsense for what is none."""
    if question.source == "arxiv":
        return _arxiv_page(question, body)
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Nonsense(NO_JSON) from error
    if not isinstance(told, dict):
        raise Nonsense(OTHER_FORM)
    return {"openalex": _openalex_page, "crossref": _crossref_page, "orcid": _orcid_page}[question.source](
        question, told
    )


def arxiv_name(printed: str) -> str:
    """`lajoie_g`: what arXiv is asked for a person of this name; empty for one that it could not find."""
    parts = parts_of(printed)
    if not parts.given:
        return ""
    family = parts.family if "," in printed or parts.suffix else fold(printed.rsplit(maxsplit=1)[-1])
    words = [*parts.particles, *family.split(), parts.given[0][0]]
    name = "_".join(words)
    # A feed for a name of fewer than three characters is no author's list to anybody.
    return name if name.isascii() and len(words) <= FAMILY_WORDS and 3 <= len(name) <= 100 else ""


def _arxiv(question: Question, base: str, _: Contact) -> str:
    if question.kind == "work":
        return f"{base}?{urlencode({'id_list': question.value, 'max_results': 1})}"
    # The latest first, until they are older than what is asked for. `au:` alone: such a feed is that author's list.
    asked = {
        "search_query": f"au:{question.value}",
        "sortBy": "lastUpdatedDate",
        "sortOrder": "descending",
        "start": question.cursor or "0",
        "max_results": ROWS,
    }
    return f"{base}?{urlencode(asked, safe=':')}"


def _openalex(question: Question, base: str, contact: Contact) -> str:
    about = "author.id" if question.kind == "author" else "authorships.institutions.ror"
    filters = [f"{about}:{question.value}"]
    if question.since:
        filters.append(f"from_updated_date:{question.since}")
    asked = {"filter": ",".join(filters), "per-page": ROWS, "cursor": question.cursor or "*", "mailto": contact.mailto}
    if contact.key:
        asked["api_key"] = contact.key
    return f"{base}/works?{urlencode(asked, safe=':,*')}"


def _crossref(question: Question, base: str, contact: Contact) -> str:
    if question.kind == "work":
        return f"{base}/works/{quote(question.value, safe='')}?{urlencode({'mailto': contact.mailto})}"
    filters = [f"orcid:{question.value}"]
    if question.since:
        filters.append(f"from-update-date:{question.since}")
    asked = {"filter": ",".join(filters), "rows": ROWS, "cursor": question.cursor or "*", "mailto": contact.mailto}
    return f"{base}/works?{urlencode(asked, safe=':,*')}"


def _orcid(question: Question, base: str, _: Contact) -> str:
    return f"{base}/{question.value}/record"


def _arxiv_page(question: Question, body: bytes) -> Page:
    total = TOTAL.search(body)
    if total is None or b"<feed" not in body[:2000]:
        raise Nonsense(NO_FEED)
    count, start = len(ENTRY.findall(body)), int(question.cursor or 0)
    if not count and start < int(total[1]):
        # It does so now and then, when it is busy.
        raise Nonsense(LEFT_OUT)
    # The feed has an `updated` of its own before the entries; dates of this form compare as texts.
    days = UPDATED.findall(body, body.find(b"<entry"))
    is_past = question.since is not None and bool(days) and min(days).decode() < question.since.isoformat()
    is_over = is_past or start + count >= int(total[1])
    return Page(count, "" if is_over or question.kind == "work" else str(start + count))


def _openalex_page(_: Question, told: dict[str, Any]) -> Page:
    results, meta = told.get("results"), told.get("meta")
    if not isinstance(results, list) or not isinstance(meta, dict):
        raise Nonsense(OTHER_FORM)
    return Page(len(results), _cursor(meta.get("next_cursor")) if results else "")


def _crossref_page(question: Question, told: dict[str, Any]) -> Page:
    message = told.get("message")
    if told.get("status") != "ok" or not isinstance(message, dict):
        raise Nonsense(OTHER_FORM)
    if question.kind == "work":
        return Page(1)
    items = message.get("items")
    if not isinstance(items, list):
        raise Nonsense(OTHER_FORM)
    # It gives a cursor with the last page too.
    return Page(len(items), _cursor(message.get("next-cursor")) if len(items) >= ROWS else "")


def _orcid_page(_: Question, told: dict[str, Any]) -> Page:
    if not isinstance(told.get("orcid-identifier"), dict):
        raise Nonsense(OTHER_FORM)
    return Page(1)


def _cursor(told: Any) -> str:
    return told if isinstance(told, str) else ""


def blocks_asked_for(name: str) -> list[str]:
    """The blocks of names (`names.block_of`) in which people may be whom arXiv was asked for by `arxiv_name`."""
    *family, initial = name.split("_")
    return [f"{''.join(family[place:])} {initial}" for place in range(len(family))]
