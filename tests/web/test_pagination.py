"""Numbered pages: safety.md, row 26."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from bzpeer.web.pagination import page_of


def page(query: str = "", *, total: int = 100, per_page: int = 20, most: int | None = None):
    return page_of(RequestFactory().get("/list/" + query), total=total, per_page=per_page, most=most)


def test_the_first_page_has_no_number_in_its_address():
    second = page("?q=a&page=2")
    assert (second.offset, second.pages, second.previous_url, second.next_url) == (
        20,
        5,
        "/list/?q=a",
        "/list/?q=a&page=3",
    )


@pytest.mark.parametrize("asked", ["-1", "0", "9e9", "6", "x", "", "٢", "1.0", "99999999999999999999", " 1"])
def test_a_page_that_does_not_exist_is_a_404(asked):
    with pytest.raises(Http404):
        page(f"?page={asked}")


def test_an_empty_list_has_a_first_page():
    only = page(total=0)
    assert (only.number, only.pages, only.previous_url, only.next_url) == (1, 1, "", "")


def test_the_last_of_repeated_numbers_counts():
    assert page("?page=9&page=3").number == 3


def test_a_long_list_ends_where_the_limit_says():
    assert page(total=10**6, most=50).pages == 50
    with pytest.raises(Http404):
        page("?page=51", total=10**6, most=50)


def test_the_row_of_numbers_has_gaps_and_the_current_one():
    links = page("?page=10", total=400).links
    assert [link.number for link in links] == [1, None, 8, 9, 10, 11, 12, None, 20]
    assert [link.number for link in links if link.is_current] == [10]
