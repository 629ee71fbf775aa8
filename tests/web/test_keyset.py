"""Pages by place: every row once, whichever way one goes; places that are not ours are refused."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import RequestFactory
from hypothesis import given, strategies as st

from bzpeer.web.errors import DamagedLink
from bzpeer.web.keyset import Place, place_of, window


def read(rows: list[int], url: str, per_page: int):
    """What a list of numbers in ascending order answers."""
    place = place_of(RequestFactory().get(url), name="numbers", query=_kept(url))
    left = {
        "start": rows,
        "after": [n for n in rows if place.keys and n > place.keys[0]],
        "before": [n for n in reversed(rows) if place.keys and n < place.keys[0]],
    }[place.side]
    return window(place, left[: per_page + 1], per_page=per_page, keys=lambda n: [n])


def _kept(url: str) -> dict[str, str]:
    return {name: value for name, value in parse_qsl(urlsplit(url).query) if name == "q"}


@given(st.integers(0, 30), st.integers(1, 7))
def test_going_on_and_back_meets_every_row_once(total, per_page):
    rows = list(range(total))
    page, seen = read(rows, "/list/?q=a", per_page), []
    while True:
        seen.append(page)
        if not page.next_url:
            break
        page = read(rows, page.next_url, per_page)
    assert [n for page in seen for n in page.rows] == rows
    for before in reversed(seen[:-1]):
        page = read(rows, page.previous_url, per_page)
        assert page.rows == before.rows and page.next_url
    assert page.previous_url == "" and page.place.first_url == "/list/?q=a"


def test_a_place_is_the_same_for_everybody_and_keeps_the_query():
    place = Place("numbers", "/list/", {"q": "å"})
    assert place.url("after", [3]) == place.url("after", [3])
    assert place.url("after", [3]).startswith("/list/?q=%C3%A5&after=")


@pytest.mark.parametrize("change", [lambda url: url[:-1], lambda url: url + "x", lambda url: "/list/?after="])
def test_a_place_that_was_changed_is_a_damaged_link(change):
    url = Place("numbers", "/list/", {}).url("after", [3])
    with pytest.raises(DamagedLink) as caught:
        place_of(RequestFactory().get(change(url)), name="numbers")
    assert caught.value.first == "/list/"


def test_a_place_of_another_list_is_a_damaged_link():
    url = Place("numbers", "/list/", {}).url("after", [3])
    with pytest.raises(DamagedLink):
        place_of(RequestFactory().get(url), name="letters")
