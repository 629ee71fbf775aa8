"""Page or fragment: `bzpeer/web/htmx.py` against the table of style.md 2.5."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from bzpeer.web.htmx import done, show, target_of

FRAGMENTS = {"pages": "_pagination.html"}


def asked(path: str = "/", **headers: str) -> HttpRequest:
    return RequestFactory().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def shown(request: HttpRequest) -> str:
    return show(request, "errors/400.html", {"status": 400}, fragments=FRAGMENTS).content.decode()


@pytest.mark.parametrize("target", ["pages", "nav#pages"])
def test_the_targeted_fragment_comes_alone(target):
    assert "<html" not in shown(asked(HX_Request="true", HX_Target=target))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HX_Target": "pages"},
        {"HX_Request": "true", "HX_Target": "div#elsewhere"},
        {"HX_Request": "true"},
        {"HX_Request": "true", "HX_Target": "pages", "HX_History_Restore_Request": "true"},
    ],
)
def test_everything_else_gets_the_whole_page(headers):
    assert "<html" in shown(asked(**headers))


@pytest.mark.parametrize("headers", [{}, {"HX_Request": "true", "HX_Target": "pages"}])
def test_both_shapes_vary_by_the_same_headers(headers):
    response = show(asked(**headers), "errors/400.html", {"status": 400}, fragments=FRAGMENTS)
    assert {"HX-Request", "HX-Target", "HX-History-Restore-Request"} <= set(response["Vary"].split(", "))


def test_an_act_sends_a_browser_to_the_page_with_303():
    response = done(asked(), goto="/search/")
    assert (response.status_code, response["Location"]) == (303, "/search/")


def test_an_act_on_the_same_page_gives_htmx_the_new_fragment_and_tells_other_panels():
    request = asked(HX_Request="true", HX_Target="pages")
    response = done(request, goto="/search/", fragment="_pagination.html", trigger="followed")
    assert (response.status_code, response["HX-Trigger"], response["Cache-Control"]) == (200, "followed", "no-store")


def test_an_act_that_ends_elsewhere_redirects_htmx_without_swapping():
    response = done(asked(HX_Request="true", HX_Target="pages"), goto="/search/")
    assert (response.status_code, response["HX-Redirect"], response.content) == (204, "/search/", b"")


def test_a_target_may_be_percent_encoded():
    assert target_of(asked(HX_Request="true", HX_Target="div#caf%C3%A9")) == "café"
