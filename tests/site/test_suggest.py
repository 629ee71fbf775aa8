"""The suggestions under a search box."""

import re

import pytest

from bzpeer.web.limits import ALLOWANCES, Allowance
from tests.factories import TopicFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "ul#search-suggestions"}


@pytest.fixture
def learning():
    return TopicFactory(name="Machine <Learning>", works_count=3)


def test_the_list_has_the_id_that_was_asked_for_and_its_lines_lead_on(client, learning):
    response = client.get("/search/suggest/?q=mach", headers=HTMX)
    body = response.content.decode()
    assert re.findall(r'<ul[^>]* id="([^"]+)"', body) == ["search-suggestions"]
    assert re.findall(r'data-path="([^"]+)"', body) == [learning.get_absolute_url()]
    assert "Machine &lt;Learning&gt;" in body and 'data-said="1 suggestion"' in body


def test_it_may_be_kept_for_a_short_time_when_nobody_is_logged_in(client, learning):
    response = client.get("/search/suggest/?q=mach", headers=HTMX)
    assert response["Cache-Control"] == "public, max-age=30"
    assert {"Cookie", "HX-Target", "HX-Request"} <= {name.strip() for name in response["Vary"].split(",")}
    client.cookies["seen"] = "1"
    assert client.get("/search/suggest/?q=mach", headers=HTMX)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "ul#elsewhere"}])
def test_a_browser_gets_the_search_itself(client, headers):
    response = client.get("/search/suggest/?q=machine learning", headers=headers)
    assert (response.status_code, response["Location"]) == (302, "/search/?q=machine+learning")


@pytest.mark.parametrize("typed", ["", "m", "%00", "%FF", "x" * 5000])
def test_nothing_to_suggest_is_an_empty_hidden_list(client, typed):
    body = client.get(f"/search/suggest/?q={typed}", headers=HTMX).content.decode()
    assert 'role="option"' not in body and " hidden>" in body


def test_typing_uses_up_no_search(client, settings, monkeypatch):
    settings.RATE_LIMITS = True
    for limit in ("suggestions", "search"):
        monkeypatch.setitem(ALLOWANCES, limit, Allowance(3600, 1, 1))
    for address in ("/search/suggest/?q=mach", "/search/"):
        assert client.get(address, headers=HTMX).status_code == 200
