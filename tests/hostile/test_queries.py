"""What stands behind the question mark (safety.md, rows 24 to 26)."""

from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest
from django.http import HttpResponse

from works.models import Author

pytestmark = pytest.mark.django_db
Ask = Callable[..., HttpResponse]

PAGES = ["/", "/search/", "/researchers/", "profile", "trust", "explorer", "work", "topic"]


def address(page: str, ada: Author) -> str:
    work = ada.authorships.first().work  # type: ignore[union-attr]
    return {
        "profile": ada.get_absolute_url(),
        "trust": ada.get_absolute_url() + "trust/",
        "explorer": ada.get_absolute_url() + "graph/",
        "work": work.get_absolute_url(),
        "topic": work.work_topics.get().topic.get_absolute_url(),
    }.get(page, page)


QUERIES = {
    "unknown": ("unknown=1&other=2", 200),
    "repeated": ("q=a&q=b&page=1&page=1", 200),
    "brackets": ("q[]=1&q[a]=2&page[]=3", 200),
    "no value": ("q&page=1&", 200),
    "hundred": ("&".join(f"a{n}=1" for n in range(100)), 200),
    "hundred and one": ("&".join(f"a{n}=1" for n in range(101)), 400),
    "ten thousand": ("&".join("a=" for _ in range(5_000)), 400),
    "hundred kilobytes": ("a=" + "x" * 100_000, 414),
    "bad escapes": ("q=%&a=%zz&b=%u0041&page=1", 200),
    "bytes": ("a=%ff%fe&q=%c3", 200),
    "nul": ("a=%00&kind=%00", 200),
    "semicolons": ("a=1;b=2;page=x", 200),
    "template": ("a={{7*7}}&b={%25debug%25}", 200),
    "header": ("a=%0d%0aSet-Cookie:%20x=1", 200),
}


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_takes_any_query_of_a_sane_size(ada: Author, ask: Ask, page: str, query: str) -> None:
    text, status = QUERIES[query]
    response = ask(f"{address(page, ada)}?{text}")
    assert response.status_code == status
    assert not response.cookies


NO_PAGES = [
    "0", "-1", "9e9", "1.0", "1 ", " 1", "", "x", "999", "9" * 400, "٢", "²", "+1", "0x1", "1e0", "NaN", "null",
    "%00", "１",
    "1;", "-0", "00", "2147483648",
]  # fmt: skip


@pytest.mark.parametrize("number", NO_PAGES, ids=lambda number: repr(number[:20]))
@pytest.mark.parametrize("page", ["/researchers/", "profile", "trust", "topic", "/search/?q=ada&kind=researchers"])
def test_a_page_that_does_not_exist_is_404(ada: Author, ask: Ask, page: str, number: str) -> None:
    path = address(page, ada)
    response = ask(f"{path}{'&' if '?' in path else '?'}page={quote(number, safe='%')}")
    assert response.status_code == 404
    assert b"search" in response.content


@pytest.mark.parametrize("place", ["", "x", "%00", "%ff", "WzFd", "WzFd:WzFd", "9" * 5_000])
@pytest.mark.parametrize("side", ["after", "before"])
@pytest.mark.parametrize("page", ["/researchers/", "topic"])
def test_a_place_that_is_not_ours_is_a_damaged_link(ada: Author, ask: Ask, page: str, side: str, place: str) -> None:
    path = address(page, ada)
    response = ask(f"{path}?{side}={place}")
    assert response.status_code == 400
    assert f'<a href="{path}">To the first page of the list</a>' in response.content.decode()


SEARCHES = [
    "", " ", "ada", "a" * 10_000, "ada " * 2_000, "%_*\"()", "a:b:c", "a | b & !c", "'; DROP TABLE works_author; --",
    "\\", "\\\\'", "(((((((((((", ")", "a <-> b", "ada:*", "'", '"', "''", "ada\x00byron", "\x01\x02",
    "مرحبا بالعالم", "שלום",
    "\u202eada\u202c", "🦊", "👩‍👩‍👧‍👦 ada", "日本語", "ada\u0301", "ﷺ" * 300, "ß" * 300, "İ" * 300,
    "ﬃ" * 100, "-", "--",
    "- ada", "!", "&", "|", "NULL", "nan", "1e999", "0", "1", "a", "aa", "the of and", "<script>alert(1)</script>",
    "{{7*7}}", "${7*7}", "%00", "%", "_", "*", "ada*", "10.1000/", "10.1000/" + "x" * 600, "0000-0002-1825-009X",
    "2301.", "https://arxiv.org/abs/", "ror.org/0", "\ud800", "a\u200bb", "\ufeff", "\u2028\u2029", "x" * 299 + " y",
    "a " * 300, "é" * 301, "q=" * 100, "../../etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("words", SEARCHES, ids=lambda words: repr(words[:25]))
@pytest.mark.parametrize("kind", ["", "works", "nonsense"])
def test_any_words_are_a_search(ada: Author, ask: Ask, words: str, kind: str) -> None:
    query = urlencode({"q": words, "kind": kind}, errors="surrogatepass")
    if len(query) > 16_000:
        query = query[:16_000]
    response = ask(f"/search/?{query}")
    page = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert" not in page
    assert "Find people and their work" in page
    if len(" ".join(words.split())) > 300 and words.isascii():
        assert "Only the first 300 characters were used." in page


@pytest.mark.parametrize("kind", ["researchers", "works", "topics", "institutions"])
@pytest.mark.parametrize("words", ["%", "_", "_da", "%da", "*", "da%", "' OR '1'='1", "ad_ quillfeathe_"])
def test_words_that_mean_something_to_a_database_are_words(ada: Author, ask: Ask, kind: str, words: str) -> None:
    """What finds nothing as words finds nothing."""
    page = ask(f"/search/?{urlencode({'q': words, 'kind': kind})}").content.decode()
    assert "Ada Quillfeather</bdi></a></h3>" not in page or words == "ad_ quillfeathe_"


@pytest.mark.parametrize("attempt", ["-1", "x", "9" * 500, "", "%00", "٢", "1.5"])
def test_a_fragment_takes_any_count_of_looks(ada: Author, ask: Ask, attempt: str) -> None:
    headers = {"HX-Request": "true", "HX-Target": "div#slice"}
    response = ask(f"{ada.get_absolute_url()}graph/slice/?attempt={quote(attempt, safe='%')}", headers=headers)
    assert response.status_code == 200
    assert b'id="slice"' in response.content
