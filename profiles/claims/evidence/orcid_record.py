"""What ORCID's public API says of an iD: the works on its record and the pages it links. For workers."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.conf import settings

from bzpeer.net.client import CouldNotRead, Rules, fetch_page
from bzpeer.web import store
from works.record.addresses import fold
from works.record.identifiers import recognise

Found = TypeVar("Found")
PATIENCE_SECONDS = 5.0
BREAK_SECONDS = 60
AWAY = "orcid-record-away"
# A record of some thousand works is a few megabytes.
MOST_BYTES = 16 * 1024 * 1024
KEY_LENGTH = 300
# What reading an answer of another shape ends with.
NONSENSE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)


class NoAnswer(Exception):
    """ORCID is down, slow, or says something that is no record."""


@dataclass(frozen=True, slots=True)
class ListedWork:
    """A work on a public record: `scheme:value` of what identifies it, its folded title, its year.

    `is_own_word` says that the person typed it in; else an organisation put it there.
    """

    identifiers: frozenset[str]
    title_key: str
    year: int | None
    is_own_word: bool


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """A page that a record links, and since when it does in this very form."""

    url: str
    since: datetime


def works_of(orcid: str, *, rules: Rules | None = None) -> list[ListedWork]:
    """The works on the public record. Raises NoAnswer."""
    return _asked(f"{orcid}/works", rules, _works)


def pages_of(orcid: str, *, rules: Rules | None = None) -> list[LinkedPage]:
    """The pages that the public record links. Raises NoAnswer."""
    return _asked(f"{orcid}/person", rules, _pages)


def _asked(path: str, rules: Rules | None, read: Callable[[Any], Iterator[Found]]) -> list[Found]:
    if store.get(AWAY):
        raise NoAnswer
    rules = rules or Rules()
    limits = replace(
        rules,
        total_seconds=min(PATIENCE_SECONDS, rules.total_seconds),
        most_bytes=MOST_BYTES,
        redirects=0,
        kinds=("application/json",),
    )
    try:
        return list(read(json.loads(fetch_page(f"{settings.ORCID_API}/{path}", rules=limits).text)))
    except CouldNotRead as error:
        if error.reason in {"time", "address"}:
            # Not everybody has to wait to learn what one has learnt.
            store.put(AWAY, value=True, seconds=BREAK_SECONDS)
        raise NoAnswer from error
    except NONSENSE as error:
        raise NoAnswer from error


def _works(answer: Any) -> Iterator[ListedWork]:
    for group in _list(answer["group"]):
        summaries = _list(group["work-summary"])
        ids = [one for part in (group, *summaries) for one in _list(_dict(part["external-ids"])["external-id"])]
        first = summaries[0]
        yield ListedWork(
            identifiers=frozenset(filter(None, map(_identifier, ids))),
            title_key=fold(_text(first["title"]["title"]))[:KEY_LENGTH],
            year=_year(first["publication-date"]),
            is_own_word=all(_dict(one["source"]).get("source-client-id") is None for one in summaries),
        )


def _pages(answer: Any) -> Iterator[LinkedPage]:
    for one in _list(answer["researcher-urls"]["researcher-url"]):
        milliseconds = one["last-modified-date"]["value"]
        yield LinkedPage(_text(one["url"]), datetime.fromtimestamp(milliseconds / 1000, UTC))


def _identifier(one: Any) -> str:
    # `part-of` and `version-of` name another work.
    if one.get("external-id-relationship") not in {"self", None}:
        return ""
    kind, value = one["external-id-type"], one["external-id-value"]
    found = recognise(f"{kind}:{value}" if kind == "arxiv" and ":" not in value else value)
    return ":".join(found) if found else ""


def _year(date: Any) -> int | None:
    year = _dict(date).get("year")
    return int(_text(year)) if year else None


def _text(holder: Any) -> str:
    value = holder["value"]
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list | None):
        raise TypeError("no list")
    return value or []


def _dict(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict | None):
        raise TypeError("no object")
    return value or {}
