"""Error pages: in the site's look, in plain words, with nothing of what is behind them."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from psycopg_pool import PoolTimeout

from bzpeer.db.retries import TryAgain
from bzpeer.site.urls import urlpatterns as site_urls
from bzpeer.urls import handler400, handler403, handler404, handler500, urlpatterns as all_urls  # noqa: F401 - Django looks for them here
from bzpeer.web.errors import Gone, TooManyRequests


def raising(error: Exception):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("gone/", raising(Gone("Ada Quillfeather"))),
    path("busy/", raising(TooManyRequests(wait=61))),
    path("collision/", raising(TryAgain())),
    path("down/", raising(OperationalError("connection to ada's server refused"))),
    path("full/", raising(PoolTimeout("no connection"))),
    path("broken/", raising(RuntimeError("secret of Ada"))),
    *all_urls,
]
assert site_urls

HTMX = {"HX-Request": "true", "HX-Target": "div#slice"}


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "words", "retry"),
    [
        ("/gone/", 410, "This page was removed", None),
        ("/busy/", 429, "Try again in 61 seconds", "61"),
        ("/collision/", 409, "Go back and send it again", None),
        ("/down/", 503, "Back in a moment", "10"),
        ("/full/", 503, "Back in a moment", "10"),
        ("/broken/", 500, "Something went wrong on our side", None),
        ("/nowhere/", 404, "There is no page at this address", None),
        ("/researchers/ada-٧/", 404, "There is no page at this address", None),
    ],
)
def test_each_error_has_its_page(client, address, status, words, retry):
    response = client.get(address)
    body = response.content.decode()
    assert (response.status_code, response.headers.get("Retry-After")) == (status, retry)
    assert words in body and "css/base.css" in body
    assert "Ada" not in body and "Traceback" not in body and "ada's" not in body
    assert response["Cache-Control"] == "no-store"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"), [("/gone/", 410), ("/busy/", 429), ("/collision/", 409), ("/down/", 503), ("/nowhere/", 404)]
)
def test_htmx_gets_a_notice_in_the_place_of_the_panel(client, address, status):
    response = client.get(address, headers=HTMX)
    body = response.content.decode()
    assert response.status_code == status
    assert '<div id="slice"' in body and "<html" not in body


@pytest.mark.urls(__name__)
def test_a_forged_target_is_not_written_into_the_page(client):
    response = client.get("/gone/", headers={"HX-Request": "true", "HX-Target": 'div#x" onload="alert(1)'})
    assert b"onload" not in response.content and b"<html" in response.content


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/gone/", "/busy/", "/down/", "/broken/", "/nowhere/"])
def test_no_error_page_asks_the_database(client, django_assert_num_queries, db, owner, address):
    client.force_login(owner)
    with django_assert_num_queries(0):
        client.get(address)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/researchers/ada-quillfeather-999/",
        "/works/ada-quillfeather-0/",
        "/topics/ada-quillfeather-٧/",
        "/ada-quillfeather",
    ],
)
def test_a_wrong_address_fills_the_search_box(client, address):
    response = client.get(address, follow=True)
    assert response.status_code == 404
    assert 'value="ada quillfeather"' in response.content.decode()


@pytest.mark.django_db
def test_an_address_in_capitals_leads_to_the_page(client):
    response = client.get("/SEARCH/?q=Ada")
    assert (response.status_code, response["Location"]) == (301, "/search/?q=Ada")


def test_a_form_whose_token_ran_out_is_explained(db):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "ada@example.org"})
    assert response.status_code == 403
    assert "open for too long" in response.content.decode()


@pytest.mark.urls(__name__)
def test_the_500_page_comes_even_when_templates_are_broken(client, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("bzpeer.site.errors.render_to_string", broken)
    response: HttpResponse = client.get("/broken/")
    assert (response.status_code, b"went wrong" in response.content) == (500, True)
