"""One run of `manage.py import` over whatever a file holds, and what must be true of it in any case."""

import json
import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from tests.works.importers.feeds import HEADER, entry
from works.models import ImportRun, Work

COUNTS = re.compile(r"read (\d+), created (\d+), updated (\d+), unchanged (\d+), rejected (\d+)$")
REJECT_CODE = re.compile(r"^\[([a-z_]+)\]$")
BEFORE, AFTER = "Looms that remember", "Kilns that forget"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: its exit status, its counts, the codes of its rejects, and what it said on the way."""

    status: int
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    codes: list[str]
    said: str


def import_files(*paths: Path | str, rejects: Path, source: str = "arxiv", **options: Any) -> Outcome:
    """Import from a source; the counts add up, and agree with the reject file and the rows of the run."""
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("import", source, *map(str, paths), rejects=rejects, stdout=out, stderr=err, **options)
    except SystemExit as end:
        status = int(end.code or 0)
    found = COUNTS.search(out.getvalue().strip())
    read, created, updated, unchanged, rejected = map(int, found.groups()) if found else (0, 0, 0, 0, 0)
    codes = rejected_codes(rejects)
    assert read == created + updated + unchanged + rejected
    assert status in ((0, 1) if found else (2, 3)), err.getvalue()
    assert (status == 0) == (rejected == 0 and found is not None) or status == 1
    if not options.get("dry_run"):
        assert not ImportRun.objects.filter(state=ImportRun.State.RUNNING).exists()
    assert not options.get("resume", False) or found
    assert options.get("resume") or len(codes) == rejected
    return Outcome(status, read, created, updated, unchanged, rejected, codes, err.getvalue())


def rejected_codes(rejects: Path) -> list[str]:
    """The codes of a reject file, each of whose lines has its six fields."""
    if not rejects.exists():
        return []
    codes = []
    for line in rejects.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        assert len(fields) == 6, line[:300]
        found = REJECT_CODE.match(fields[3])
        assert found, line[:300]
        assert re.match(r"(line|byte) \d+$", fields[1]), line[:300]
        codes.append(found[1])
    return codes


def neighbours() -> set[str]:
    """Which of the two good records around a bad one are there."""
    return set(Work.objects.filter(title__in=(BEFORE, AFTER)).values_list("title", flat=True))


def feed_around(bad: bytes) -> bytes:
    """An Atom feed of two good entries with something between them."""
    before = entry("2301.00001v1", BEFORE, ["Ada Byron", "Charles Babbage"]).encode()
    after = entry("2301.00002v1", AFTER, ["Ada Byron", "Joseph Jacquard"]).encode()
    return HEADER.encode() + before + bad + after + b"</feed>\n"


def line(**fields: Any) -> bytes:
    """One line of the snapshot; `None` leaves a field out."""
    whole = {
        "id": "2301.00003", "title": "Engines that weave", "authors": "Ada Byron and Charles Babbage",
        "abstract": "An analysis.", "categories": "cs.AR", "update_date": "2023-03-04",
    } | fields  # fmt: skip
    return json.dumps({name: value for name, value in whole.items() if value is not None}).encode() + b"\n"


def lines_around(bad: bytes) -> bytes:
    """Lines of two good records with something between them."""
    return line(id="2301.00001", title=BEFORE) + bad + line(id="2301.00002", title=AFTER)
