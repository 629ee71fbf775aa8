"""A form whose token has run out comes back with what was typed; a form of another site does not."""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from tests.factories.profiles import make_author

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
WORDS = "The third paper is not hers.\nShe told me so <b>herself</b>."


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def address():
    return make_author("Ada Quillfeather").get_absolute_url() + "report/"


def resent(page):
    """The fields of the form that sends it again, as a browser would."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    return fields | dict(re.findall(r'<textarea id="[^"]+" name="(\w+)" rows="8">([^<]*)</textarea>', page))


def test_what_was_typed_comes_back_and_can_be_sent_again(browser, address):
    response = browser.post(address, {"subject": "other", "words": WORDS, "csrfmiddlewaretoken": "old"}, headers=HERE)
    page = response.content.decode()
    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"
    assert escape(WORDS) in page
    assert "<b>herself" not in page
    fields = resent(page)
    assert fields["subject"] == "other"
    again = browser.post(address, fields, headers=HERE)
    assert again.status_code in {303, 422}


def test_in_place_of_a_fragment_it_comes_back_too(browser, address):
    htmx = {"HX-Request": "true", "HX-Target": "form#report-form"}
    response = browser.post(address, {"words": WORDS}, headers=HERE | htmx)
    page = response.content.decode()
    assert response.status_code == 403
    assert page.startswith('<div id="report-form"')
    assert "herself" in page
    assert "csrfmiddlewaretoken" in page


def test_passwords_and_codes_never_come_back(browser):
    typed = {"login": "ada@example.org", "password": "correct horse battery", "code": "BCDFGHJK"}
    page = browser.post("/accounts/login/", typed, headers=HERE).content.decode()
    assert 'name="login" value="ada@example.org"' in page
    assert "correct horse" not in page
    assert "BCDFGHJK" not in page


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}])
def test_what_another_site_filled_in_is_not_offered_to_be_sent(browser, address, headers):
    response = browser.post(address, {"subject": "other", "words": WORDS}, headers=headers)
    assert response.status_code == 403
    assert "herself" not in response.content.decode()
    assert "Send it again" not in response.content.decode()


def test_a_browser_that_says_its_origin_only_is_believed(browser, address):
    response = browser.post(address, {"words": WORDS}, headers={"Origin": "http://testserver"})
    assert "Send it again" in response.content.decode()
