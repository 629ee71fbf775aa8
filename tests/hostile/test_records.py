"""Records that hold what they should not (safety.md, rows 4 to 11)."""

import json
from pathlib import Path

import pytest
from django.db.models import Q
from django.test import Client

from graph.edges.models import CollaborationEdge
from profiles.recompute import services as recompute
from tests.hostile.importing import AFTER, BEFORE, feed_around, import_files, line, lines_around, neighbours
from tests.works.importers.feeds import entry
from works.exports.formats import FORMATS
from works.models import Author, AuthorName, Authorship, Work

pytestmark = pytest.mark.django_db

KEY = "2301.00003v1"
# One character that becomes eighteen when it is taken apart for comparing.
SWELLING = "\ufdfa"


def one_entry(tmp_path: Path, data: str | bytes):
    path = tmp_path / "feed.xml"
    path.write_bytes(feed_around(data if isinstance(data, bytes) else data.encode()))
    found = import_files(path, rejects=tmp_path / "rejects")
    assert neighbours() == {BEFORE, AFTER}
    return found


def one_line(tmp_path: Path, data: bytes):
    path = tmp_path / "lines.json"
    path.write_bytes(lines_around(data))
    found = import_files(path, rejects=tmp_path / "rejects")
    assert neighbours() == {BEFORE, AFTER}
    return found


def the_work() -> Work:
    return Work.objects.exclude(title__in=(BEFORE, AFTER)).get()


HIDDEN = [
    "\x00",
    "\x01",
    "\x08",
    "\x0b",
    "\x1b",
    "\x7f",
    "\x85",
    "\u200b",
    "\u202a",
    "\u202e",
    "\u2066",
    "\u2069",
    "\ufeff",
]


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda c: f"U+{ord(c):04X}")
def test_hidden_characters_are_taken_out_of_texts(tmp_path: Path, hidden: str) -> None:
    data = line(title=f"En{hidden}gines", authors_parsed=[["By@ron", "Ada", ""]], abstract=f"a{hidden}b")
    found = one_line(tmp_path, data.replace(b"@", json.dumps(hidden).strip('"').encode()))
    assert found.codes == []
    assert "[control_characters]" in found.said
    # Some count as blanks.
    assert the_work().title in ("Engines", "En gines")
    assert Authorship.objects.filter(name__in=("Ada Byron", "Ada By ron"), work=the_work()).exists()
    assert hidden not in the_work().abstract


@pytest.mark.parametrize("hidden", ["\x00", "\x01", "\x1b", "\x7f", "\u202e"], ids=lambda c: f"U+{ord(c):04X}")
def test_hidden_characters_in_an_identifier_are_rejected(tmp_path: Path, hidden: str) -> None:
    assert one_line(tmp_path, line(id=f"2301.0{hidden}0003")).codes == ["bad_identifier"]


@pytest.mark.parametrize("raw", [b"\x00", b"\x0c", b"&#0;", b"&#x1B;", b"&#xFFFE;", b"\x1f"])
def test_controls_that_xml_does_not_allow_cost_no_entry_but_their_own(tmp_path: Path, raw: bytes) -> None:
    found = one_entry(tmp_path, entry(KEY, "En@gines", ["Ada Byron"]).encode().replace(b"@", raw))
    assert found.codes in ([], ["bad_xml"])
    if not found.codes:
        assert the_work().title == "Engines"


@pytest.mark.parametrize(
    ("length", "codes"), [(5_000, []), (5_001, ["title_too_long"]), (1_000_000, ["title_too_long"])]
)
@pytest.mark.parametrize("character", ["x", SWELLING, "🦊", "&amp;"])
def test_a_title_has_a_length(tmp_path: Path, length: int, codes: list[str], character: str) -> None:
    found = one_entry(tmp_path, entry(KEY, "@", ["Ada Byron"]).replace("<title>@", f"<title>{character * length}"))
    assert found.codes == codes
    if not codes:
        assert len(the_work().title) == 5_000


def test_a_long_abstract_is_cut_and_the_page_says_so(tmp_path: Path, client: Client) -> None:
    found = one_line(tmp_path, line(abstract="word " * 40_000))
    assert "[abstract_cut]" in found.said
    work = the_work()
    assert len(work.abstract) <= 50_000
    assert b"is cut here at 50,000 characters" in client.get(work.get_absolute_url()).content


def test_five_thousand_authors_are_taken_shown_twenty_at_a_time_and_collaborate_with_nobody(
    tmp_path: Path, client: Client
) -> None:
    names = [
        ["Brackwater", f"Ada{chr(97 + n // 676 % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}", ""]
        for n in range(5_000)
    ]
    assert one_line(tmp_path, line(authors_parsed=names)).codes == []
    recompute.drain()
    work = the_work()
    page = client.get(work.get_absolute_url()).content.decode()
    assert "and 4,980 more" in page
    assert page.count("/researchers/ada") < 100
    one = work.authorships.get(position=1).author
    assert one is not None
    assert all(weight == 0 for weight in CollaborationEdge.objects.filter(author=one).values_list("weight", flat=True))
    assert client.get(one.get_absolute_url()).status_code == 200
    assert client.get(work.get_absolute_url(), {"authors": "all"}).status_code == 200


def test_twenty_thousand_and_one_authors_are_too_many(tmp_path: Path) -> None:
    names = [["Brackwater", f"Ada {n}", ""] for n in range(20_001)]
    assert one_line(tmp_path, line(authors_parsed=names)).codes == ["too_many_authors"]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"title": None}, ["no_title"]), ({"title": ""}, ["no_title"]), ({"title": " \n\t "}, ["no_title"]),
        ({"title": "\u200b\u202e"}, ["no_title"]), ({"title": "<b></b>"}, ["no_title"]),
        ({"title": "{}"}, ["no_title"]),
        ({"authors": None}, []), ({"authors": ""}, []), ({"authors": " , , and "}, []),
        ({"authors_parsed": []}, []), ({"authors_parsed": [["", "", ""]]}, []), ({"authors_parsed": [[]]}, []),
        ({"authors_parsed": [["\u202e", " ", ""]]}, []),
    ],
)  # fmt: skip
def test_what_is_missing(tmp_path: Path, client: Client, fields: dict, codes: list[str]) -> None:
    assert one_line(tmp_path, line(**fields)).codes == codes
    recompute.drain()
    if not codes:
        assert client.get(the_work().get_absolute_url()).status_code == 200
    assert not Author.objects.filter(name="").exists()


def test_a_blank_place_on_the_byline_stays_as_unnamed_and_is_linked_to_nobody(tmp_path: Path, client: Client) -> None:
    one_entry(tmp_path, entry(KEY, "Engines", ["Ada Byron", " ", "Charles Babbage"]))
    recompute.drain()
    assert [(a.position, a.name, a.author is None) for a in the_work().authorships.order_by("position")] == [
        (1, "Ada Byron", False), (2, "", True), (3, "Charles Babbage", False)
    ]  # fmt: skip
    assert "unnamed" in client.get(the_work().get_absolute_url()).content.decode()


def test_the_same_record_twice_is_one(tmp_path: Path) -> None:
    found = one_line(tmp_path, line() * 2)
    assert (found.created, found.unchanged) == (3, 1)
    assert the_work().title == "Engines that weave"


def test_two_versions_of_one_record_in_either_order_end_alike(tmp_path: Path, client: Client) -> None:
    old = entry("2301.00003v1", "Engines", ["Ada Byron"], updated="2023-01-05").encode()
    new = entry("2301.00003v2", "Engines, revised", ["Ada Byron", "Mary Somerville"], updated="2023-06-05").encode()
    cited = []
    for parts in ((old, new), (new, old), (old + new,), (new + old,)):
        Work.objects.all().delete()
        Author.objects.all().delete()
        for number, part in enumerate(parts):
            path = tmp_path / f"part-{number}.xml"
            path.write_bytes(feed_around(part))
            import_files(path, rejects=tmp_path / "rejects")
        recompute.drain()
        cited.append([citation(client, name) for name in FORMATS])
    assert the_work().title == "Engines, revised"
    assert cited == [cited[0]] * 4


def citation(client: Client, name: str) -> bytes:
    """The work in one of the formats, without the number in its address."""
    work = the_work()
    response = client.get(f"{work.get_absolute_url()}cite/{name}/")
    assert response.status_code == 200
    return response.content.replace(f"-{work.pk}/".encode(), b"/")


WRONG = [7, 7.5, True, [2020], {"a": 1}, [[["a"]]], "", "x" * 100_000, "\x00", SWELLING * 200]


@pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize(
    "name",
    ["authors", "authors_parsed", "abstract", "categories", "comments", "doi", "journal-ref", "versions", "update_date",
     "submitter", "license", "report-no", "colour"],
)  # fmt: skip
def test_a_wrong_type_costs_an_optional_field_and_not_the_record(tmp_path: Path, name: str, value) -> None:
    assert one_line(tmp_path, line(**{name: value})).codes == []
    recompute.drain()
    assert the_work().title == "Engines that weave"


@pytest.mark.parametrize("value", [7, True, [2020], {"a": 1}], ids=repr)
@pytest.mark.parametrize("name", ["id", "title"])
def test_a_wrong_type_of_what_is_needed_costs_the_record(tmp_path: Path, name: str, value) -> None:
    assert one_line(tmp_path, line(**{name: value})).codes == ["bad_type"]


@pytest.mark.parametrize(
    "date",
    ["-005-01-01", "0000-01-01", "9999-01-01", "99999999999-01-01", "in press", "2023-02-30", "2023-13-01", "2023",
     "٢٠٢٣-٠١-٠١", "1499-12-31", "NaN", "2023-02-29T25:99:99Z"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["atom", "lines"])
def test_a_day_that_cannot_be_is_left_empty_and_never_invented(tmp_path: Path, form: str, date: str) -> None:
    if form == "atom":
        found = one_entry(
            tmp_path, entry("2301.00003v2", "Engines", ["Ada Byron"], updated=date).replace("T00:00:00Z</u", "</u")
        )
    else:
        found = one_line(tmp_path, line(update_date=date))
    work = the_work()
    assert found.codes == []
    assert "[bad_date]" in found.said
    assert (work.updated_on, work.year) == (None, None)


DEEP = 10_000


@pytest.mark.parametrize(
    "bad",
    [
        b"{", b'{"id": "2301.00003"', b'{"id": "2301.00003", "title": "Engines"', b'"text"', b"7", b"null", b"[]",
        b"NaN",
        b'{"id": "2301.00003", "title": "Engines", "n": NaN}',
        b'{"id": "2301.00003", "title": "Engines", "n": Infinity}',
        b'{"id": "2301.00003", "title": "Engines", "n": ' + b"9" * 10_000 + b"}",
        b'{"id": "2301.00003", "title": "Engines", "n": 18446744073709551616}',
        b'{"id": "2301.00003", "title": "Engines", "n": ' + b"[" * DEEP + b"]" * DEEP + b"}",
        b'{"id": "2301.00003", "title": "Engines", "n": ' + b'{"a":' * 100 + b"1" + b"}" * 101,
        b"[" * DEEP, b"{'id': '2301.00003'}", b'{"id": "2301.00003",}', b"\x00", b"\xef\xbb\xbf{}",
    ],
    ids=lambda bad: repr(bad[:50]),
)  # fmt: skip
def test_what_is_not_json_costs_its_line_only(tmp_path: Path, bad: bytes) -> None:
    found = one_line(tmp_path, bad + b"\n")
    assert found.codes in (["bad_json"], ["bad_type"], ["bad_identifier"])
    assert found.created == 2


def test_half_a_pair_of_surrogates_is_an_encoding_that_cannot_be(tmp_path: Path) -> None:
    assert one_line(tmp_path, line(title="En\ud800gines")).codes == ["encoding"]
    assert one_line(tmp_path, b'{"id": "2301.00003", "title": "\\udc00"}\n').codes == ["encoding"]


SCRIPTS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "{{ 73939133|add:1 }}",
    "{% debug %}", "\\href{javascript:alert(1)}{x}", "\\input{/etc/passwd}", "\\write18{id}", "<i>one", "</bdi></h1>",
    "&lt;script&gt;",
    "a\u0301" * 500, SWELLING * 10, "مرحبا بالعالم", "🦊 and 👩‍👩‍👧", "%s %(name)s {0}", "'; DROP TABLE works_work; --",
]  # fmt: skip


@pytest.mark.parametrize("text", SCRIPTS, ids=lambda text: repr(text)[:30])
def test_hostile_text_is_text_on_every_page(tmp_path: Path, client: Client, text: str) -> None:
    found = one_line(
        tmp_path,
        line(
            title=f"Engines {text} end", abstract=f"About {text} end", comments=text,
            authors_parsed=[[f"Byron {text}", "Ada", ""], ["Babbage", "Charles", "", text]],
        ),
    )  # fmt: skip
    assert found.codes == []
    recompute.drain()
    work = the_work()
    people = Author.objects.filter(authorships__work=work)
    for address in ("/", work.get_absolute_url(), *(one.get_absolute_url() for one in people), "/researchers/"):
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 200
        assert "<script>alert" not in page
        assert "<img" not in page
        assert 'href="javascript:' not in page.lower()
        # No id and no figure is so long.
        assert "73939134" not in page


@pytest.mark.parametrize(
    "name",
    [SWELLING * 300, "ß" * 300, "ﬃ" * 300, "İ" * 300, "x" * 300, "🦊" * 300, "㎉" * 120],
    ids=lambda n: repr(n[0]),
)
def test_a_name_that_swells_when_it_is_compared_is_taken(tmp_path: Path, client: Client, name: str) -> None:
    assert one_line(tmp_path, line(authors_parsed=[[name, "Ada", ""]])).codes == []
    recompute.drain()
    author = the_work().authorships.get().author
    if author is not None:
        assert client.get(author.get_absolute_url()).status_code == 200
        assert AuthorName.objects.filter(author=author).exists()
    assert not Author.objects.filter(Q(slug="") | Q(sort_key=None)).exists()
