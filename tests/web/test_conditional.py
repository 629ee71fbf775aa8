"""Stored answers: safety.md, Caching."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from bzpeer.web.conditional import stored_page

BODY = "<p>Ada Quillfeather</p>" * 40


class Rendering:
    """Counts how often a page was made."""

    def __init__(self, **cookies: str) -> None:
        self.times = 0
        self.cookies = cookies

    def __call__(self) -> HttpResponse:
        self.times += 1
        response = HttpResponse(BODY)
        for name, value in self.cookies.items():
            response.set_cookie(name, value)
        return response


def asked(path: str = "/page/", *, cookie: str = "", method: str = "GET", **headers: str) -> HttpRequest:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return RequestFactory().generic(method, path, headers=names | ({"Cookie": cookie} if cookie else {}))


def text(response: HttpResponse) -> str:
    is_packed = response.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(response.content) if is_packed else response.content).decode()


def test_a_page_is_made_once_for_everybody_without_a_cookie():
    render = Rendering()
    answers = [stored_page(asked(), version="1", render=render) for _ in range(3)]
    assert render.times == 1
    assert {text(answer) for answer in answers} == {BODY}
    assert answers[2]["Cache-Control"] == "public, max-age=30"


@pytest.mark.parametrize(
    "other",
    [
        {"version": "2"},
        {"path": "/other/"},
        {"path": "/page/?page=2"},
        {"HX_Request": "true", "HX_Target": "div#slice"},
        {"Host": "127.0.0.1"},
    ],
)
def test_everything_that_makes_a_page_another_one_makes_it_again(other):
    render = Rendering()
    version = other.pop("version", "1")
    first = stored_page(asked(), version="1", render=render)
    second = stored_page(asked(other.pop("path", "/page/"), **other), version=version, render=render)
    assert render.times == 2
    assert first["ETag"] != second["ETag"]


def test_gzip_is_sent_to_those_who_take_it_and_only_to_them():
    plain = stored_page(asked(), version="1", render=Rendering())
    packed = stored_page(asked(Accept_Encoding="br, gzip"), version="1", render=Rendering())
    refused = stored_page(asked(Accept_Encoding="gzip;q=0"), version="1", render=Rendering())
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content)
    assert "Content-Encoding" not in plain and "Content-Encoding" not in refused
    assert text(plain) == text(packed) == text(refused) == BODY
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize("form", ["{}", '{}, W/"x"', 'W/"x", {}', "*"])
def test_who_has_the_page_already_gets_304_without_a_body_and_without_rendering(form):
    etag = stored_page(asked(), version="1", render=Rendering())["ETag"]
    render = Rendering()
    answer = stored_page(asked(If_None_Match=form.format(etag)), version="1", render=render)
    assert (answer.status_code, answer.content, render.times) == (304, b"", 0)
    assert answer["ETag"] == etag and "Cookie" in answer["Vary"]


@pytest.mark.parametrize("odd", ['"', "W/", ",,,", '"x"', "é", '"' + "x" * 5000])
def test_an_odd_if_none_match_gets_the_page(odd):
    assert (
        stored_page(asked(If_None_Match=odd.encode().decode("latin-1")), version="1", render=Rendering()).status_code
        == 200
    )


@pytest.mark.parametrize("cookie", ["session=abc", "theme=dark"])
def test_with_a_cookie_the_page_is_made_for_that_person_and_kept_nowhere(cookie):
    render = Rendering()
    stored_page(asked(), version="1", render=render)
    answer = stored_page(asked(cookie=cookie), version="1", render=render)
    assert render.times == 2
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer and "Content-Encoding" not in answer


def test_an_answer_that_sets_a_cookie_is_not_kept():
    render = Rendering(session="abc")
    stored_page(asked(), version="1", render=render)
    stored_page(asked(), version="1", render=render)
    assert render.times == 2


def test_a_fragment_is_revalidated_but_not_stored():
    headers = {"HX_Request": "true", "HX_Target": "div#slice"}
    render = Rendering()
    etag = stored_page(asked(**headers), version="1", render=render)["ETag"]
    stored_page(asked(**headers), version="1", render=render)
    again = stored_page(asked(If_None_Match=etag, **headers), version="1", render=render)
    assert (render.times, again.status_code) == (2, 304)


def test_head_shares_what_get_has_stored():
    render = Rendering()
    stored_page(asked(), version="1", render=render)
    head = stored_page(asked(method="HEAD"), version="1", render=render)
    assert (head.status_code, render.times) == (200, 1)
