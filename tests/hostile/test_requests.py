"""Headers, hosts, methods and bodies that no browser sends (safety.md, rows 28, 29, 35, 36 and 37)."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bzpeer.accounts.models import Letter
from tests.accounts.flows import log_in
from tests.places import make_account
from works.models import Author

pytestmark = pytest.mark.django_db
Ask = Callable[..., HttpResponse]

TARGETS = [
    "div#unknown", "div#", "#", "", "slice", "div#slice", "div#main", 'div#x" onload="alert(1)', "div#<script>",
    "x" * 5000,
    "div%23slice", "div#%73lice", "\xff\xfe", "div#a b", "div#é", "#slice#slice", "div#works-2",
    "div#works-99999999999", "a" * 30_000,
]  # fmt: skip


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: repr(target[:20]))
@pytest.mark.parametrize("page", ["", "graph/", "graph/slice/", "trust/", "follow/", "nowhere/"])
def test_a_forged_target_gets_the_page_or_a_fragment_and_no_more(ada: Author, ask: Ask, page: str, target: str) -> None:
    forged = {"HX-Request": "true", "HX-Target": target, "HX-Current-URL": "https://evil.example/", "HX-Trigger": "x"}
    response = ask(ada.get_absolute_url() + page, headers=forged)
    assert response.status_code in (200, 204, 404)
    body = response.content.decode()
    assert "onload" not in body
    assert "<script>" not in body
    assert "evil.example" not in body + str(response.headers)


@pytest.mark.parametrize("value", ["true", "false", "TRUE", "1", "", "yes", "\xff"])
def test_a_restored_history_gets_the_whole_page(ada: Author, ask: Ask, value: str) -> None:
    response = ask(
        ada.get_absolute_url() + "graph/",
        headers={"HX-Request": "true", "HX-Target": "div#explorer", "HX-History-Restore-Request": value},
    )
    assert response.status_code == 200
    assert (b"<html" in response.content) == (value == "true")


def test_the_shape_is_no_right(ada: Author, ask: Ask) -> None:
    headers = {"HX-Request": "true", "HX-Target": "div#follow"}
    response = ask(ada.get_absolute_url() + "follow/", "POST", headers=headers)
    assert response.status_code == 204
    assert response["HX-Redirect"].startswith(reverse("account_login"))


ODD = [
    "*;q=9", "en;q=abc,,;", "x" * 3000, "\x81\x82", "en-" * 500, ",", ";", "q=", "../../etc/passwd", "en\x00", "%s",
    "*/*;q=nan",
    "text/html;level=1;;;", "zz-ZZ-zz-zz", "-", "1" * 1000,
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd[:20]))
@pytest.mark.parametrize(
    "name", ["Accept-Language", "Accept", "Accept-Encoding", "Cookie", "If-None-Match", "If-Modified-Since", "Range",
             "Referer", "Origin", "User-Agent", "Content-Type", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"]
)  # fmt: skip
def test_a_header_that_cannot_be_read_gets_the_default_page(ada: Author, ask: Ask, name: str, odd: str) -> None:
    response = ask(ada.get_absolute_url(), headers={name: odd})
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("name", ["Accept-Language", "Accept", "Cookie", "Referer", "X-Something"])
def test_a_hundred_kilobytes_of_one_header_are_too_many(ask: Ask, name: str) -> None:
    assert ask("/", headers={name: "x" * 100_000}).status_code == 431


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example", "localhost@evil.example",
        "localhost, evil.example", "localhost:80:80", "localhost:port", "", " ", "*", "[::1", "localhost/",
        "localhost#", "a" * 300,
        "testserver\x00", "xn--e1afmkfd", "localhost%00", "..", "localhost..",
    ],
    ids=repr,
)  # fmt: skip
def test_a_foreign_host_is_refused_and_never_echoed(ask: Ask, host: str) -> None:
    response = ask("/", headers={"Host": host})
    assert response.status_code in (400, 404)
    assert "evil" not in response.content.decode()
    assert "Location" not in response.headers


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-Original-URL", "X-Rewrite-URL"]
)
def test_no_other_header_names_the_host_or_the_address(ada: Author, ask: Ask, name: str) -> None:
    response = ask(ada.get_absolute_url(), headers={name: "evil.example"})
    assert response.status_code == 200
    assert "evil" not in response.content.decode()


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "GET ", "X" * 100, "PURGE", "\x00", "TRACK"])
def test_a_method_that_nobody_uses_is_refused(ask: Ask, method: str) -> None:
    response = ask("/", method)
    assert response.status_code == 405
    assert "TRACE" not in response["Allow"]


@pytest.mark.parametrize("etag", ['"', "W/", 'W/"' + "x" * 9000 + '"', "*", '"a","b"', ", ,", "\xff", 'W/"<script>"'])
def test_an_odd_etag_is_no_match_or_everything(ada: Author, ask: Ask, etag: str) -> None:
    assert ask(ada.get_absolute_url(), headers={"If-None-Match": etag}).status_code in (200, 304)


NEXT = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "https://evil.example/",
    "http:///evil.example", "/%0d%0aSet-Cookie:x=1", "/\r\nX: y", "\t//evil.example", " //evil.example",
    "javascript:alert(1)",
    "data:text/html,x", "/accounts/logout/", "/accounts/logout/?x", "", "/no/such/page/", "evil.example",
    "@evil.example", "/..//evil.example",
    "/%2f/evil.example", "/;@evil.example", "http:evil.example", "//127.0.0.1/", "/\x00", "ftp://evil.example",
    "/\u2028/evil.example",
    "x" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("address", NEXT, ids=lambda address: repr(address[:30]))
def test_a_log_in_leads_home_and_to_nobody_else(client: Client, address: str) -> None:
    account = make_account("ann.arbour@example.org")
    client.raise_request_exception = False
    page = client.get("/accounts/login/", {"next": address})
    assert page.status_code == 200
    response = log_in(client, account, next=address)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert len(response.headers["Location"].splitlines()) == 1


@pytest.mark.parametrize("address", ["/researchers/", "/search/?q=ada&kind=works"])
def test_a_log_in_leads_back_to_where_one_was(client: Client, address: str) -> None:
    account = make_account("ann.arbour@example.org")
    response = log_in(client, account, next=address)
    assert response["Location"] == address


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe\x00", b"login=%ff%fe&password=%00", b"login=\x00&password=\x00", b"&" * 900, b"login=a&" * 500, b"=",
        b"login=" + b"x" * 100_000, b"password=" + b"x" * 100_000,
        b"email=a%0d%0aBcc:x@y.org&password1=correct+horse+battery",
        b'{"login": "a"}', b"login[]=a&password[]=b",
    ],
    ids=lambda body: repr(body[:25]),
)  # fmt: skip
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_a_form_with_anything_in_it_is_refused_in_words(ask: Ask, path: str, body: bytes) -> None:
    response = ask(path, "POST", data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (400, 422)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=" + "x" * 300,
        "application/json", "text/plain; charset=utf-99", "x" * 2000, "",
    ],
    ids=lambda kind: kind[:40],
)  # fmt: skip
def test_a_form_of_another_kind_is_refused_in_words(ask: Ask, kind: str) -> None:
    assert ask("/accounts/login/", "POST", data=b"--x\r\nnonsense", content_type=kind).status_code in (400, 422)


def test_a_form_of_a_thousand_and_one_fields_is_refused(ask: Ask) -> None:
    body = "&".join(f"a{n}=1" for n in range(1_001))
    assert (
        ask("/accounts/login/", "POST", data=body, content_type="application/x-www-form-urlencoded").status_code == 400
    )


def test_a_form_of_three_megabytes_is_refused(ask: Ask) -> None:
    body = b"login=" + b"x" * 3_000_000
    response = ask("/accounts/login/", "POST", data=body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert b"This form is too large" in response.content
