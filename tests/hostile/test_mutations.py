"""Real files with bytes changed, cut out, doubled and put in: nothing escapes the import, and nothing good is lost."""

import gzip
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from profiles.recompute import services as recompute
from tests.hostile.importing import import_files, line
from tests.works.importers.feeds import HEADER, entry
from works.models import Work

pytestmark = pytest.mark.django_db

NAMES = (["Ada Byron", "M\\'arton Obro"], ["Charles Babbage"], ["Ada Byron", "Joseph Jacquard", "Mary Somerville"])
ENTRIES = [
    entry(f"2301.{n:05}v{n}", f"Engine number {n} of $L^{n}$ & \\emph{{more}}", NAMES[n % 3]).encode()
    for n in range(1, 6)
]
FEED = HEADER.encode() + b"".join(ENTRIES) + b"</feed>\n"
LINES = b"".join(line(id=f"2301.{n:05}", title=f"Engine number {n}", doi=f"10.1000/{n}") for n in range(1, 6))
ENDS = {
    "atom": [FEED.index(one) + len(one) for one in ENTRIES],
    "lines": [place for place in range(1, len(LINES) + 1) if LINES[place - 1 : place] == b"\n"],
}
WHOLE = {"atom": FEED, "lines": LINES}
SPLINTERS = st.binary(min_size=1, max_size=6) | st.sampled_from(
    [
        b"<entry>", b"</entry>", b"</feed>", b"<!--", b"]]>", b"&", b"<", b">", b'"', b"\\", b"\x00", b"\xff", b"\n",
        b"{", b"}", b"<!DOCTYPE x>", b"\xef\xbb\xbf", b"&#0;", b"\\ud800", b"<![CDATA[", b"null", b"1e999",
    ]
)  # fmt: skip


@st.composite
def damages(draw: st.DrawFn, form: str) -> tuple[bytes, int]:
    """A damaged file, and the place of its first damage."""
    data = WHOLE[form]
    first = len(data)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data) - 1))
        length = draw(st.integers(0, 40))
        splinter = draw(st.just(b"") | SPLINTERS | st.just(data[place : place + length] * 2))
        data = data[:place] + splinter + data[place + length :]
        first = min(first, place)
    return data, first


def import_and_take_back(path: Path, whole: int, *, form: str) -> None:
    """Import; the first `whole` bytes are as they were, so what stands in them is there afterwards."""
    with suppress(Undone), transaction.atomic():
        import_files(path, rejects=path.with_name("rejects"))
        numbers = [n for n, end in enumerate(ENDS[form], start=1) if end < whole]
        titles = set(Work.objects.values_list("title", flat=True))
        assert [n for n in numbers if not any(title.startswith(f"Engine number {n}") for title in titles)] == []
        raise Undone


class Undone(Exception):
    """Raised to leave the database as it was."""


MANY = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("form", ["atom", "lines"])
def test_no_damage_escapes_and_what_stands_before_it_is_kept(tmp_path: Path, form: str) -> None:
    @MANY
    @given(damages(form))
    def whatever_happens(damage: tuple[bytes, int]) -> None:
        data, first = damage
        path = tmp_path / "file"
        path.write_bytes(data)
        # A document type in the head refuses the file whole, as does a feed that is none any more.
        whole = first if first > len(HEADER) or form == "lines" else 0
        import_and_take_back(path, whole, form=form)

    whatever_happens()


@MANY
@given(st.integers(0, 10_000), SPLINTERS, st.sampled_from(["atom", "lines"]))
def test_no_damage_of_a_packed_file_escapes(tmp_path_factory: Any, place: int, splinter: bytes, form: str) -> None:
    packed = gzip.compress(WHOLE[form], mtime=0)
    place %= len(packed)
    path = tmp_path_factory.getbasetemp() / "packed"
    path.write_bytes(packed[:place] + splinter + packed[place + len(splinter) :])
    import_and_take_back(path, 0, form=form)


LETTERS = st.text(max_size=60) | st.sampled_from(
    ["\ufdfa" * 300, "ß" * 300, "\\'" * 100, "$" * 999, "{" * 999, "&amp;" * 99]
)


@MANY
@given(st.lists(LETTERS, max_size=4), LETTERS, LETTERS, LETTERS)
def test_no_text_escapes(tmp_path_factory: Any, names: list[str], title: str, abstract: str, comment: str) -> None:
    path = tmp_path_factory.getbasetemp() / "texts"
    parsed = [[name, "Ada", ""] for name in names]
    path.write_bytes(line(title=title, abstract=abstract, comments=comment, authors_parsed=parsed) + LINES)
    with suppress(Undone), transaction.atomic():
        assert import_files(path, rejects=path.with_name("rejects")).read == 6
        recompute.drain()
        raise Undone
