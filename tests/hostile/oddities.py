"""Records with every oddity of the rules for bad input (rows 3 to 21), made of the excerpts of every source."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.works.importers.raws import ANYTHING, real_records, with_another_value
from works.importers.records import RejectRecord
from works.importers.sources import SOURCES

# What texts, numbers and identifiers should not be, row by row.
ODD_VALUES = st.sampled_from(
    [
        "\x00", "a\x08b\x1b", "\u202eevil\u2066", "\ufeff", "x" * 5_001, "word " * 11_000, "", " ", None, [], {},
        [2020], -5, 0, 9999, "in press", "2021-02-30", "30 February", [[2020, 2, 30]], [[None]], 2**63, 1e308, True,
        "=HYPERLINK(\"http://evil.example\")", "+1", "@x", "\t=1", "javascript:alert(1)", "http://" + "a" * 700,
        "0000-0002-1825-0098", "https://orcid.org/0000-0002-1694-233x", "٠٠٠٠-0002-1825-0097", "0000 0002 1825 0097",
        "10.1000/ABC%2Fdef.", "doi:10.1/x<();>", "10.1/" + "x" * 3_000, "11.1/x", "https://doi.org/10.5555/engines.1",
        "2101.00001v3", "0704.0001", "hep-th/9901001", "math.GT/0309136", "2113.00001", "1412.00001", "https://ror.org/x",
        "https://openalex.org/A1", "https://openalex.org/W1", "https://openalex.org/I1", "05c22rx21", "\ufdfa" * 300,
        "$" * 999, "{" * 999, "&amp;" * 99, "<b>x", "<math><mi>x", "\\write18{ls}", "\\input{/etc/passwd}",
        ["Ada"] * 300, [{}] * 300, {"a": {"a": {"a": {}}}},
    ]
)  # fmt: skip
# Bytes that break a record, and what comes out when they are put anywhere.
SPLINTERS = st.binary(min_size=1, max_size=6) | st.sampled_from(
    [
        b'"', b"\\", b"\x00", b"\xff", b"\xc3", b"\n", b"{", b"}", b"[", b"]", b",", b":", b"\xef\xbb\xbf", b"\\ud800",
        b"null", b"NaN", b"1e999", b"9" * 10_000, b"[" * 10_000, b"<", b">", b"&", b"&#0;", b"&lol;", b"<!--", b"]]>",
        b"<![CDATA[", b"<xi:include href='file:///etc/passwd'/>", b"@", b"#", b"%", b"@string{a = a # a}",
        b"\\write18{x}",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """Files of one form of one source: how records stand in them, and the good ones of the excerpts."""

    source: str
    head: bytes
    between: bytes
    tail: bytes
    good: tuple[bytes, ...]

    def file(self, records: list[bytes]) -> bytes:
        """A whole file of these records."""
        return self.head + self.between.join(records) + self.tail


def _good(source: str, *paths: str) -> tuple[bytes, ...]:
    found = []
    for path in paths:
        for raw in real_records(path):
            try:
                SOURCES[source].parse(raw)
            except RejectRecord:
                continue
            data = json.dumps(json.loads(raw.data)).encode() if raw.format == "json" else raw.data
            found.append(data)
    return tuple(found)


ATOM = (
    b'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">\n'
)
KINDS = [
    Kind("arxiv", b"", b"\n", b"\n", _good("arxiv", "arxiv/snapshot.jsonl", "arxiv/derived.jsonl")),
    Kind("arxiv", ATOM, b"\n", b"\n</feed>\n", _good("arxiv", "arxiv/old-id.atom.xml")),
    Kind(
        "openalex", b"", b"\n", b"\n",
        _good("openalex", *(f"openalex/{name}.jsonl" for name in ("works", "authors", "institutions", "topics"))),
    ),
    Kind("crossref", b"", b"\n", b"\n", _good("crossref", "crossref/works.jsonl")),
    Kind("ror", b"", b"\n", b"\n", _good("ror", "ror/v1.json", "ror/v2.json")),
    Kind("orcid", b"", b"\n", b"\n", _good("orcid", "orcid/record.json")),
    Kind("orcid", b"", b"\n", b"\n", _good("orcid", "orcid/bulk.xml")),
    Kind("dblp", b'<?xml version="1.0"?>\n<dblp>\n', b"\n", b"\n</dblp>\n", _good("dblp", "dblp/dblp.xml")),
    Kind("bibtex", b"", b"\n", b"\n", _good("bibtex", "bibtex/library.bib")),
]  # fmt: skip


@st.composite
def odd_records(draw: st.DrawFn, kind: Kind) -> bytes:
    """One record of the kind with something that should not be."""
    record = draw(st.sampled_from(kind.good))
    choose: Callable[[int], int] = lambda n: draw(st.integers(0, n - 1))  # noqa: E731
    if record.startswith(b"{") and draw(st.booleans()):
        changed: Any = json.loads(record)
        for _ in range(draw(st.integers(1, 4))):
            # A copy: the next change may be inside it.
            changed = with_another_value(changed, choose, deepcopy(draw(ODD_VALUES | ANYTHING)))
        return json.dumps(changed).encode()
    for _ in range(draw(st.integers(1, 3))):
        place, length = choose(len(record)), draw(st.integers(0, 30))
        record = record[:place] + draw(st.just(b"") | SPLINTERS) + record[place + length :]
    return record


@st.composite
def files(draw: st.DrawFn, kind: Kind, *, records: int) -> tuple[bytes, list[bytes]]:
    """A file of about so many records, a good one first and between; and the good ones."""
    good: list[bytes] = []
    whole: list[bytes] = []
    while len(whole) < records:
        good.append(draw(st.sampled_from(kind.good)))
        whole += [good[-1], *draw(st.lists(odd_records(kind), min_size=3, max_size=6))]
    good.append(draw(st.sampled_from(kind.good)))
    return kind.file([*whole, good[-1]]), good


def digests(kind: Kind, folder: Path, good: list[bytes]) -> set[bytes]:
    """By which the good ones are known once they are on record."""
    from works.importers.reading import RawRecord, read_records

    path = folder / "good"
    path.write_bytes(kind.file(good))
    return {item.digest for item in read_records(path) if isinstance(item, RawRecord)}
