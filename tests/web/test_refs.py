"""Addresses of records: safety.md, rows 22 and 23."""

import pytest
from django.test import RequestFactory

from bzpeer.web.refs import Ref, RefConverter, true_address, words_of


class Record:
    """Something with an address."""

    def get_absolute_url(self) -> str:
        return "/researchers/ada-quillfeather-7/"


def parsed(text: str) -> tuple[str, int]:
    ref = RefConverter().to_python(text)
    return ref.slug, ref.pk


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ada-quillfeather-7", ("ada-quillfeather", 7)),
        ("ada-quillfeather-007", ("ada-quillfeather", 7)),
        ("0000000000000000000000000000-7", ("0000000000000000000000000000", 7)),
        ("Ada-7", ("Ada", 7)),
        ("é-7", ("é", 7)),
        ("a%FF-7", ("a%FF", 7)),
        ("x" * 3000 + "-7", ("x" * 3000, 7)),
        ("7", ("", 7)),
    ],
)
def test_the_id_is_read_whatever_the_slug_is(text, expected):
    assert parsed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ada-quillfeather",
        "ada-0",
        "ada--1",
        "-1",
        "-7",
        "ada-" + "9" * 30,
        "ada-٧",
        "ada-7x",
        "ada-7\n",
        "",
        "ada-1e3",
    ],
)
def test_what_holds_no_id_is_no_address(text):
    with pytest.raises(ValueError):
        RefConverter().to_python(text)


def answer(path: str, text: str, **headers: str):
    request = RequestFactory().get(path, headers=headers)
    ref = RefConverter().to_python(text)
    return true_address(request, ref, Record())


def test_the_true_address_is_not_redirected():
    assert answer("/researchers/ada-quillfeather-7/trust/", "ada-quillfeather-7") is None


@pytest.mark.parametrize("text", ["ada-quillfeather-007", "ADA-QUILLFEATHER-7", "someone-else-7", "7", "é-7"])
def test_any_other_form_goes_to_it_for_good_and_keeps_the_rest(text):
    response = answer(f"/researchers/{text}/trust/?page=2&q=a%20b", text)
    assert response.status_code == 301
    assert response["Location"] == "/researchers/ada-quillfeather-7/trust/?page=2&q=a%20b"


def test_htmx_is_sent_to_it_without_a_swap():
    response = answer("/researchers/x-7/graph/slice/", "x-7", **{"HX-Request": "true", "HX-Target": "div#slice"})
    assert (response.status_code, response["HX-Redirect"]) == (204, "/researchers/ada-quillfeather-7/graph/slice/")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/researchers/ada-quillfeather-999/", "ada quillfeather"),
        ("/works/on-the-drift-of-paper-boats-0/", "on the drift of paper boats"),
        ("/researchers/ada-" + "9" * 30 + "/", "ada"),
        ("/researchers/999/", ""),
        ("/nowhere", "nowhere"),
        ("/a/<script>/", "script"),
        ("/", ""),
    ],
)
def test_a_wrong_address_still_says_what_was_looked_for(path, words):
    assert words_of(path) == words


def test_a_ref_is_written_as_it_was_read():
    assert RefConverter().to_url(Ref("ada", 7)) == "ada-7"
