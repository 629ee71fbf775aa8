"""Addresses that nobody of us has written (safety.md, rows 22 and 23)."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.http import HttpResponse

from tests.factories import InstitutionFactory
from works.models import Author, Topic, Work

pytestmark = pytest.mark.django_db
Ask = Callable[..., HttpResponse]

WITHOUT_RECORD = [
    "ada-quillfeather", "ada-quillfeather-", "ada-quillfeather-0", "ada-quillfeather--1",
    "ada-quillfeather-" + "9" * 30,
    "ada-quillfeather-" + "9" * 18, "ada-quillfeather-٧", "ada-quillfeather-७", "ada-quillfeather-1.0",
    "ada-quillfeather-1e3",
    "ada-quillfeather-0x1", "ada-quillfeather-+1", "ada-quillfeather- 1", "ada-quillfeather-1 ", "ada-quillfeather-²",
    "ada-quillfeather-１", "ada-quillfeather-999999", "Ada-Quillfeather-999999", "ada_quillfeather-999999",
]  # fmt: skip


@pytest.mark.parametrize("part", WITHOUT_RECORD)
@pytest.mark.parametrize("room", ["researchers", "works", "topics", "institutions"])
def test_an_address_without_a_record_fills_the_search_box(ada: Author, ask: Ask, room: str, part: str) -> None:
    response = ask(f"/{room}/{quote(part)}/")
    while response.status_code == 301:
        response = ask(response["Location"])
    assert response.status_code == 404
    assert 'value="ada quillfeather' in response.content.decode().lower()


@pytest.mark.parametrize("rest", ["trust/", "trust.json", "graph/", "graph/slice/", "follow/"])
def test_what_hangs_on_an_unknown_record_is_not_there_either(ada: Author, ask: Ask, rest: str) -> None:
    for part in ("ada-0", "ada-999999", "ada-" + "9" * 30, "x"):
        assert ask(f"/researchers/{part}/{rest}").status_code == 404


@pytest.mark.parametrize("zeros", [1, 5, 300])
def test_leading_zeros_lead_to_the_true_address(ada: Author, ask: Ask, zeros: int) -> None:
    response = ask(f"/researchers/ada-quillfeather-{'0' * zeros}{ada.pk}/")
    assert (response.status_code, response["Location"]) == (301, ada.get_absolute_url())


SLUGS = [
    "", "wrong-", "ADA-QUILLFEATHER-", "Ada-Quillfeather-", "ádá-quíllfeather-", "%41da-quillfeather-",
    "x" * 3000 + "-",
    "--", "..-", "%00-", "%ff-", "%c3-", "a%20b-", "<script>-", "%3Cscript%3E-", "'or'1'='1-", "%25-", "%2e%2e-",
    "a:b-", "🦊-",
    "مرحبا-", "a%0d%0aSet-Cookie:%20x=1-", "a;b-", "a&b-", "%5c-", "1-2-3-", "%E2%80%AE-", "javascript:alert(1)-",
]  # fmt: skip


@pytest.mark.parametrize("slug", SLUGS, ids=lambda slug: repr(slug[:20]))
@pytest.mark.parametrize("kind", ["author", "work", "topic", "institution"])
def test_any_slug_with_a_known_id_leads_to_the_true_address(ada: Author, ask: Ask, kind: str, slug: str) -> None:
    centre = {
        "author": lambda: ada,
        "work": lambda: Work.objects.filter(authorships__author=ada).first(),
        "topic": Topic.objects.first,
        "institution": InstitutionFactory,
    }[kind]()
    true = centre.get_absolute_url()
    room = true.split("/")[1]
    response = ask(f"/{room}/{slug}{centre.pk}/?page=1")
    if response.status_code == 404 and slug in ("", "--", "..-", "%2e%2e-"):
        return
    assert (response.status_code, response["Location"]) == (301, f"{true}?page=1")
    assert "\n" not in response["Location"]
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "path",
    [
        "/researchers/..%2f..%2fetc%2fpasswd", "/researchers/..%2f", "/..%2f..%2f", "/%ff", "/%00", "/researchers/%00/",
        "/researchers/%ff-1/extra/", "//", "///evil.example/", "/./", "/../../etc/passwd", "/researchers//",
        "/researchers/a/b/c/d/",
        "/researchers/" + "a/" * 500, "/" + "x" * 8000, "/%", "/%zz", "/%u0041", "/.git/config", "/.env",
        "/wp-login.php",
        "/static/../manage.py", "/static/%2e%2e/%2e%2e/manage.py", "/static/..%2f..%2fmanage.py", "/static/",
        "/static/css/",
        "/static/css/base.css%00.txt", "/researchers?page=2", "/SEARCH/", "/Researchers/", "/accounts/", "/accounts/x/",
        "/accounts/confirm-email/%00/", "/accounts/confirm-email/" + "x" * 3000 + "/",
        "/accounts/password/reset/key/x-%ff/",
        "/accounts/password/reset/key/" + "9" * 100 + "-x/", "/accounts/password/reset/key/zzzzzzzzzzzzz-x/",
        "/works/x-1/cite/", "/works/x-1/cite/exe/", "/healthz/", "/robots.txt/", "/favicon.ico", "/admin/", "*", "",
    ],
    ids=lambda path: repr(path[:40]),
)  # fmt: skip
def test_addresses_of_other_sites_and_of_nobody_are_answered_calmly(ada: Author, ask: Ask, path: str) -> None:
    response = ask(path)
    assert response.status_code in (200, 301, 302, 400, 404)
    assert b"DJANGO_SETTINGS_MODULE" not in response.content
    assert not response.headers.get("Location", "").startswith(("//", "http"))


@pytest.mark.parametrize(
    "number", [9_223_372_036_854_775_807, 9_223_372_036_854_775_808, 2**31, 2**63, 10**18 - 1, 10**18]
)
@pytest.mark.parametrize("room", ["researchers", "works", "topics", "institutions"])
def test_numbers_at_the_edge_of_what_the_database_holds(ask: Ask, db: None, room: str, number: int) -> None:
    assert ask(f"/{room}/x-{number}/").status_code == 404
    assert ask(f"/{room}/x-{number}/graph/slice/").status_code == 404
