"""The headers of every kind of answer (safety.md, Web)."""

import re
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client

from bzpeer.accounts.models import User
from bzpeer.web import limits
from tests.accounts.flows import log_in
from tests.places import Places

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
STORED = (
    "home", "directory", "namesakes", "profile", "profile of a hub", "profile that waits", "trust", "explorer", "work",
    "topic", "institution",
)  # fmt: skip
PUBLIC = (*STORED, "search", "search results", "search of one kind", "search without results")
ENTRANCES = ("log in", "sign up", "reset")
VARIES_BY = {"accept-encoding", "cookie", "hx-request", "hx-target", "hx-history-restore-request"}
INLINE = re.compile(r"<script(?![^>]* src=)(?![^>]*ld\+json)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:")
OFF = ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "browsing-topics", "fullscreen")


def policy_of(response: HttpResponse) -> dict[str, str]:
    """The directives of an answer's Content-Security-Policy."""
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";") if part.strip())
    return {name: sources for name, _, sources in parts}


def assert_guarded(response: HttpResponse) -> None:
    """The headers that stand on every answer whatever it is."""
    headers = response.headers
    assert policy_of(response) == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    permissions = dict(part.split("=", 1) for part in headers["Permissions-Policy"].split(", "))
    assert [permissions[feature] for feature in OFF] == ["()"] * len(OFF)
    assert permissions["publickey-credentials-get"] == permissions["publickey-credentials-create"] == "(self)"
    assert {value for name, value in permissions.items() if not name.startswith("publickey")} == {"()"}
    assert not {"Server", "X-Powered-By"} & set(headers)


@pytest.fixture
def client() -> Client:
    """A browser that shows our errors as the pages they are."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("kind", [*PUBLIC, *ENTRANCES])
def test_a_page_carries_every_header(client: Client, places: Places, kind: str) -> None:
    assert_guarded(client.get(places.pages()[kind]))


@pytest.mark.parametrize("kind", [*PUBLIC, *ENTRANCES])
def test_a_page_carries_them_for_somebody_logged_in_too(
    client: Client, places: Places, people: dict[str, User], kind: str
) -> None:
    client.force_login(people["ann"])
    assert_guarded(client.get(places.pages()[kind]))


@pytest.mark.parametrize("kind", PUBLIC)
def test_a_public_page_sets_no_cookie_and_holds_no_token_and_nothing_inline(
    client: Client, places: Places, kind: str
) -> None:
    response = client.get(places.pages()[kind])
    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    body = response.content.decode()
    assert "csrf" not in body.lower()
    assert "nonce" not in body
    assert "Access-Control-Allow-Origin" not in response.headers
    assert INLINE.findall(body) == []
    assert 'method="post"' not in body


@pytest.mark.parametrize("kind", STORED)
def test_a_stored_page_says_by_what_it_is_told_apart(client: Client, places: Places, kind: str) -> None:
    response = client.get(places.pages()[kind])
    assert response["ETag"].startswith('W/"')
    assert response["Cache-Control"].startswith("public")
    assert {name.strip().lower() for name in response["Vary"].split(",")} >= VARIES_BY
    again = client.get(places.pages()[kind], headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    assert again["Vary"] == response["Vary"]
    assert_guarded(again)


@pytest.mark.parametrize("kind", PUBLIC)
def test_no_shared_cache_keeps_a_public_page_for_more_than_a_minute(client: Client, places: Places, kind: str) -> None:
    ages = re.findall(r"max-age=(\d+)", client.get(places.pages()[kind])["Cache-Control"])
    assert all(int(age) <= 60 for age in ages)


def test_a_page_that_waits_is_asked_for_again_each_time(client: Client, places: Places) -> None:
    """Else who follows its link "load this page again" gets what the browser has kept."""
    assert client.get(places.pages()["profile that waits"])["Cache-Control"] == "public, no-cache"
    assert client.get(places.pages()["profile"])["Cache-Control"] == "public, max-age=30"


@pytest.mark.parametrize("kind", ENTRANCES)
def test_a_page_with_a_form_is_kept_by_nobody(client: Client, places: Places, kind: str) -> None:
    response = client.get(places.pages()[kind])
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response.headers


@pytest.mark.parametrize(
    ("status", "address", "headers"),
    [
        (400, "/?" + "&".join(f"a{n}=1" for n in range(200)), {}),
        (400, "/", {"Host": "evil.example"}),
        (404, "/nowhere/", {}),
        (404, "/researchers/ada-0/", {}),
        (414, "/?q=" + "x" * 20_000, {}),
        (431, "/", {"Cookie": "a=" + "x" * 40_000}),
        (404, "/nowhere/", {"HX-Request": "true", "HX-Target": "div#slice"}),
    ],
)
def test_an_error_page_carries_every_header(client: Client, status: int, address: str, headers: dict[str, str]) -> None:
    response = client.get(address, headers=headers)
    assert response.status_code == status
    assert_guarded(response)
    assert "no-store" in response["Cache-Control"]
    assert "Set-Cookie" not in response.headers


def test_what_is_gone_forbidden_or_not_allowed_carries_them_too(client: Client, places: Places) -> None:
    answers = {
        410: client.get(places.gone.get_absolute_url()),
        403: client.post("/accounts/login/", headers={"Sec-Fetch-Site": "cross-site"}),
        405: client.post("/"),
        301: client.get(f"/researchers/{places.lajoie.pk}/"),
    }
    for status, response in answers.items():
        assert response.status_code == status
        assert_guarded(response)


def test_who_asks_too_often_gets_the_wait_and_the_headers(client: Client, settings, monkeypatch) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setitem(limits.ALLOWANCES, "search", limits.Allowance(60, 1, 1))
    assert client.get("/search/?q=ada").status_code == 200
    response = client.get("/search/?q=ada")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60
    assert b'value="ada"' in response.content
    assert_guarded(response)


@pytest.mark.parametrize(
    "address", ["/robots.txt", "/healthz", "/readyz", "/static/css/base.css", "/static/img/favicon.svg"]
)
def test_what_is_no_page_carries_them_too(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert_guarded(response)


def test_data_and_downloads_carry_them_too(client: Client, places: Places) -> None:
    for address in (
        places.lajoie.get_absolute_url() + "trust.json",
        places.lajoie.get_absolute_url() + "graph/slice/",
        *(f"{places.work.get_absolute_url()}cite/{name}/" for name in ("bibtex", "ris", "csl-json")),
    ):
        response = client.get(address)
        assert (address, response.status_code) == (address, 200)
        assert_guarded(response)
        assert "Set-Cookie" not in response.headers


def test_logging_out_makes_the_browser_forget(client: Client, people: dict[str, User]) -> None:
    client.force_login(people["ann"])
    response = client.post("/accounts/logout/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'


def test_a_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client, people: dict[str, User]) -> None:
    response = log_in(client, people["ann"])
    for name in ("session", "known"):
        cookie = response.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
        assert not cookie["domain"]


def lost_the_database(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware to which that happens before any view."""

    def answer(request: HttpRequest) -> HttpResponse:
        raise OperationalError("connection to the server was lost")

    return answer


def test_a_database_lost_outside_of_a_view_is_back_in_a_moment(client: Client, settings) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.lost_the_database"]
    response = client.get("/")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert b"Back in a moment" in response.content
    assert b"connection" not in response.content
    assert_guarded(response)
