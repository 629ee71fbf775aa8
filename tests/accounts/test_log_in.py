"""Log in, sign up, log out, and where they lead."""

import re

import pytest

from bzpeer.accounts.models import User
from tests.accounts.flows import PASSWORD, link_in, log_in, sent
from tests.factories.profiles import make_account
from tests.mailed import link_mailed_to

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "/%0d%0a/x",
        "/accounts/logout/", "javascript:alert(1)", "/no/such/page/", "\t//evil.example", "",
    ],
)  # fmt: skip
def test_a_next_that_is_not_ours_leads_home(client, address):
    response = log_in(client, make_account(password=PASSWORD), next=address)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_a_next_that_is_ours_is_kept_through_page_form_and_log_in(client):
    account = make_account(password=PASSWORD)
    page = client.get("/accounts/login/", {"next": "/researchers/?page=1"}).content.decode()
    assert 'name="next" value="/researchers/?page=1"' in page
    assert "/accounts/signup/?next=%2Fresearchers%2F%3Fpage%3D1" in page
    assert log_in(client, account, next="/researchers/?page=1")["Location"] == "/researchers/?page=1"


def test_a_refused_form_is_422_links_to_its_fields_and_keeps_what_was_typed(client):
    response = client.post(
        "/accounts/login/", {"login": "ada@example.org", "password": "wrong", "next": "/researchers/"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert 'class="error-summary"' in page
    assert '<a href="#id_login">' in page
    assert 'value="ada@example.org"' in page
    assert 'name="next" value="/researchers/"' in page
    assert "<title>Error: Log in" in page


def test_an_unknown_address_and_a_wrong_password_get_the_same_words(client):
    account = make_account(password=PASSWORD)
    pages = []
    for email in (account.email, "x" * (len(account.email) - 12) + "@example.org"):
        page = client.post("/accounts/login/", {"login": email, "password": "wrong"}).content.decode()
        pages.append(re.sub(r'value="[^"]*"', "", page))
    assert pages[0] == pages[1]


def test_account_pages_are_kept_by_nobody(client, stranger):
    for address in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        assert "no-store" in client.get(address)["Cache-Control"]
    client.force_login(stranger)
    assert "no-store" in client.get("/accounts/email/")["Cache-Control"]


def test_signing_up_confirms_the_address_by_a_button_behind_a_link(client):
    response = client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD}, follow=True)
    assert "Confirm your e-mail address" in response.content.decode()
    (message,) = sent()
    assert message.subject == "Confirm your e-mail address"
    link = link_in(message)
    assert "Is <bdi>new@example.org</bdi> your address?" in client.get(link).content.decode()
    user = User.objects.get(email="new@example.org")
    assert not user.emailaddress_set.get().verified
    client.post(link)
    assert user.emailaddress_set.get().verified
    client.cookies.clear()
    assert log_in(client, user)["Location"] == "/"


def test_the_browser_that_signed_up_goes_on_where_it_was_and_no_other_is_logged_in(client, client_of_somebody_else):
    for address, browser, goes_on in (
        ("here@example.org", client, "/researchers/"),
        ("there@example.org", client_of_somebody_else, "/accounts/login/"),
    ):
        client.post("/accounts/signup/?next=/researchers/", {"email": address, "password1": PASSWORD})
        response = browser.post(link_mailed_to(address))
        assert response["Location"] == goes_on
        assert ("_auth_user_id" in browser.session) == (browser is client)
        client.logout()


def test_who_confirms_a_further_address_sees_it_among_theirs(client):
    account = make_account(password=PASSWORD)
    log_in(client, account)
    client.post("/accounts/email/", {"email": "second@example.org", "action_add": ""})
    assert client.post(link_mailed_to("second@example.org"))["Location"] == "/accounts/email/"


def test_signing_up_with_a_taken_address_tells_only_its_owner(client):
    account = make_account("taken@example.org", password=PASSWORD)
    page = client.post("/accounts/signup/", {"email": account.email, "password1": PASSWORD}, follow=True)
    assert "Confirm your e-mail address" in page.content.decode()
    (message,) = sent()
    assert message.subject == "You have an account already"
    assert message.to == [account.email]


@pytest.mark.parametrize("password", ["short", "password1234", "x" * 129])
def test_a_short_a_common_and_an_endless_password_are_refused(client, password):
    response = client.post("/accounts/signup/", {"email": "new@example.org", "password1": password})
    assert response.status_code == 422
    assert '<a href="#id_password1">' in response.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_password_is_reset_by_a_link_that_works_once(client):
    account = make_account(password=PASSWORD)
    client.post("/accounts/password/reset/", {"email": account.email})
    link = link_in(sent()[0])
    form = client.get(link, follow=True)
    new = {"password1": "another horse battery", "password2": "another horse battery"}
    client.post(form.redirect_chain[-1][0], new)
    assert client.post("/accounts/login/", {"login": account.email, "password": new["password1"]}).status_code == 302
    client.cookies.clear()
    assert "This link has been used or has run out." in client.get(link, follow=True).content.decode()
    assert [message.subject for message in sent()] == ["Choose a new password", "Your password was reset"]


def test_logging_out_is_a_post_that_clears_the_browser(client, stranger):
    client.force_login(stranger)
    assert "<h1>Log out</h1>" in client.get("/accounts/logout/").content.decode()
    assert "_auth_user_id" in client.session
    response = client.post("/accounts/logout/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_mails_hold_no_markup_and_greet(client):
    client.post("/accounts/password/reset/", {"email": make_account(password=PASSWORD).email})
    body = sent()[0].body
    assert body.startswith("Good day,")
    assert "&" not in body
    assert "{" not in body


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/accounts/email/", "Your e-mail addresses"),
        ("/accounts/password/change/", "Change your password"),
    ],
)
def test_the_pages_of_an_account_are_in_our_look(client, stranger, address, heading):
    client.force_login(stranger)
    page = client.get(address).content.decode()
    assert heading in page
    assert 'class="skip"' in page
    assert "style=" not in page
