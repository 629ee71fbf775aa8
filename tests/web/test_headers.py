"""What is turned away at the door, and the headers of every answer: safety.md, rows 24, 28, 35 and 36."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("&".join(f"a{n}=1" for n in range(100)), 200),
        ("&".join(f"a{n}=1" for n in range(101)), 400),
        ("&".join(f"a{n}=1" for n in range(10_000)), 414),
        ("a=" + "x" * 16_383, 414),
        ("q[]=1&unknown=2", 200),
    ],
)
def test_queries_have_a_size(client, query, status):
    assert client.get(f"/?{query}").status_code == status


def test_headers_have_a_size(client):
    assert client.get("/", headers={"Cookie": "a=" + "x" * 100_000}).status_code == 431


@pytest.mark.parametrize("odd", ["*;q=9", "x" * 3000, "\x81\x82", "en;q=abc,,;"])
def test_unreadable_preferences_get_the_default_page(client, odd):
    assert client.get("/", headers={"Accept-Language": odd, "Accept": odd, "Range": "bytes=9-1"}).status_code == 200


def test_trace_is_refused_and_told_what_is_not(client):
    response = client.trace("/")
    assert (response.status_code, "TRACE" in response["Allow"]) == (405, False)


def test_a_foreign_host_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_post_from_another_site_is_refused_before_anything_else(client):
    response = client.post("/accounts/login/", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/search/?q=ada", "/nowhere/", "/accounts/login/", "/healthz"])
def test_every_answer_carries_the_headers(client, path):
    headers = client.get(path).headers
    assert (
        headers["Content-Security-Policy"].startswith("default-src 'none'")
        or "default-src 'none'" in headers["Content-Security-Policy"]
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/", "/search/?q=ada", "/nowhere/", "/robots.txt"])
def test_public_pages_set_no_cookie_and_hold_no_token(client, path):
    response = client.get(path)
    assert not response.cookies
    assert b"csrf" not in response.content.lower()


def test_who_comes_with_a_cookie_gets_nothing_that_may_be_kept(client, stranger):
    client.force_login(stranger)
    for path in ("/", "/search/?q=ada", "/nowhere/"):
        assert "no-store" in client.get(path)["Cache-Control"]
        assert "public" not in client.get(path)["Cache-Control"]
