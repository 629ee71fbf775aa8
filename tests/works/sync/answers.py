"""Answers of sources, made of records that they really gave (`tests/replies`), and the ways in which they fail."""

import json
import re
from typing import Any

from tests.net.servers import Answer, page, says
from tests.servers import ROOT

REPLIES = ROOT / "tests/replies"
OPENALEX_WORKS = [json.loads(line) for line in (REPLIES / "openalex/works.jsonl").read_text().splitlines()]
CROSSREF_WORKS = [json.loads(line) for line in (REPLIES / "crossref/works.jsonl").read_text().splitlines()]
ORCID_RECORD = json.loads((REPLIES / "orcid/record.json").read_text())
OLD_ID = (REPLIES / "arxiv/old-id.atom.xml").read_bytes()
NO_ENTRIES = (REPLIES / "arxiv/no-entries.atom.xml").read_bytes()
SAMPLE = (ROOT / "works/importers/arxiv/sample/lajoie-arxiv.xml").read_bytes()
ENTRIES = re.findall(rb"<entry>.*?</entry>", SAMPLE, re.DOTALL)


def given(told: Any, *headers: str) -> Answer:
    """An answer in JSON."""
    return page(json.dumps(told).encode(), *headers, kind="application/json")


def openalex(*works: dict[str, Any], cursor: str | None = None, **more: Any) -> Answer:
    """A page of works as OpenAlex gives it."""
    meta = {"count": 4, "db_response_time_ms": 20, "page": None, "per_page": 100, "next_cursor": cursor}
    return given({"meta": meta, "results": list(works), "group_by": [], **more})


def crossref(*works: dict[str, Any], cursor: str = "") -> Answer:
    """A page of works as Crossref gives it."""
    message = {"facets": {}, "next-cursor": cursor, "total-results": 1, "items": list(works), "items-per-page": 100}
    return given({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})


def feed(*entries: bytes, total: int | None = None, start: int = 0) -> Answer:
    """A page of arXiv's answer for one author, of entries of the sample."""
    head = SAMPLE[: SAMPLE.index(b"<entry>")]
    for name, number in (("totalResults", len(entries) if total is None else total), ("startIndex", start)):
        head = re.sub(rf"(<opensearch:{name}>)[0-9]+".encode(), rf"\g<1>{number}".encode(), head)
    return atom(head + b"\n".join(entries) + b"</feed>")


def atom(body: bytes) -> Answer:
    """An answer in Atom."""
    return page(body, kind="application/atom+xml; charset=UTF-8")


def refusal(status: int, *headers: str) -> Answer:
    """An answer that is none."""
    head = [f"HTTP/1.1 {status} No", "Content-Type: application/json", "Content-Length: 2", *headers]
    return says("\r\n".join([*head, "", "{}"]).encode())


def half(told: Any) -> Answer:
    """An answer that breaks off."""
    body = json.dumps(told).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return says(head.encode() + body[: len(body) // 2])
