"""The account page, addresses, sessions, and logging in again before what matters."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from bzpeer.accounts.browsers import browser_of
from bzpeer.accounts.sessions import cut
from bzpeer.db.signals import swept
from tests.accounts.flows import PASSWORD, link_in, log_in, sent
from tests.factories.profiles import make_account

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def account(client):
    account = make_account(password=PASSWORD)
    client.defaults |= {"HTTP_USER_AGENT": FIREFOX, "REMOTE_ADDR": "203.0.113.77"}
    log_in(client, account, remember="on")
    return account


def test_the_page_says_everything_in_plain_words(client, account):
    page = client.get("/accounts/").content.decode()
    for words in (
        account.email,
        "main address",
        "Password",
        "Passkeys",
        "Code app",
        "Firefox, Linux",
        "203.0.113.0/24",
    ):
        assert words in page
    assert "203.0.113.77" not in page
    for path in re.findall(r'href="(/accounts/[^"]*)"', page):
        assert client.get(path).status_code == 200, path


def test_the_page_takes_a_fixed_number_of_queries(client, account, django_assert_num_queries):
    EmailAddress.objects.create(user=account, email="second@example.org")
    client.get("/accounts/")
    with django_assert_num_queries(11):
        client.get("/accounts/")


@pytest.mark.parametrize(
    "path", ["", "email/", "sessions/", "passkeys/", "passkeys/add/", "code-app/", "orcid/", "export/", "delete/"]
)
def test_a_stranger_is_led_to_the_log_in_and_back(client, path):
    response = client.get(f"/accounts/{path}")
    assert response["Location"].startswith("/accounts/login/?next=/accounts/")


def test_a_second_address_is_confirmed_made_the_main_one_and_the_old_one_is_told(client, account):
    client.post("/accounts/email/", {"action_add": "", "email": "Second@Example.org"})
    assert client.post(link_in(sent()[0]))["Location"] == "/accounts/email/"
    client.post("/accounts/email/", {"action_primary": "", "email": "second@example.org"})
    old = account.email
    account.refresh_from_db()
    assert account.email == "second@example.org"
    told = [message for message in sent() if message.subject == "Your e-mail address was changed"]
    assert [message.to for message in told] == [[old]]
    client.cookies.clear()
    assert client.post("/accounts/login/", {"login": old, "password": PASSWORD}).status_code == 302


def test_an_address_of_somebody_else_is_answered_as_any_other_and_they_are_told(client, account):
    make_account("taken@example.org")
    response = client.post("/accounts/email/", {"action_add": "", "email": "taken@example.org"})
    assert response.status_code == 302
    assert sent()[0].to == ["taken@example.org"]


def test_only_the_network_of_a_session_is_stored(client, account):
    assert UserSession.objects.get(user=account).ip == "203.0.113.0"
    assert cut("2001:db8:1:2::3") == "2001:db8:1::"
    assert cut("203.0.113.255") == "203.0.113.0"


def test_a_session_is_ended_from_another_browser(client, account, client_of_somebody_else):
    log_in(client_of_somebody_else, account)
    other = UserSession.objects.get(session_key=client_of_somebody_else.session.session_key)
    client.post("/accounts/sessions/", {"session": other.pk})
    assert client_of_somebody_else.get("/accounts/").status_code == 302
    assert client.get("/accounts/").status_code == 200


def test_all_other_sessions_are_ended_at_once(client, account, client_of_somebody_else):
    log_in(client_of_somebody_else, account)
    client.post("/accounts/sessions/", {"all": "1"})
    assert client_of_somebody_else.get("/accounts/").status_code == 302
    assert client.get("/accounts/").status_code == 200


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30, "-1"])
def test_a_session_that_is_not_there_is_a_404(client, account, number):
    assert client.post("/accounts/sessions/", {"session": number}).status_code == 404


def test_a_session_of_somebody_else_is_not_there(client, account, client_of_somebody_else):
    log_in(client_of_somebody_else, make_account("else@example.org", password=PASSWORD))
    foreign = UserSession.objects.get(session_key=client_of_somebody_else.session.session_key)
    assert client.post("/accounts/sessions/", {"session": foreign.pk}).status_code == 404
    assert client_of_somebody_else.get("/accounts/").status_code == 200


def test_a_new_password_ends_the_other_sessions(client, account, client_of_somebody_else):
    log_in(client_of_somebody_else, account)
    new = "another horse battery"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client_of_somebody_else.get("/accounts/").status_code == 302
    assert UserSession.objects.filter(user=account).count() == 1
    assert client.get("/accounts/").status_code == 200


def test_the_last_day_is_noted_once_a_day_and_without_touching_other_requests(client, account, time_machine_at):
    with time_machine_at(days=3):
        client.get("/accounts/")
        assert UserSession.objects.get(user=account).last_seen_at.date() == timezone.now().date()


def test_a_session_lives_on_while_it_is_used_and_ends_after_ninety_days(client, account, time_machine_at):
    for day in range(10, 90, 10):
        with time_machine_at(days=day):
            assert client.get("/accounts/").status_code == 200
    with time_machine_at(days=91):
        assert client.get("/accounts/").status_code == 302


def test_a_session_idle_for_fourteen_days_is_over(client, account, time_machine_at):
    with time_machine_at(days=15):
        assert client.get("/accounts/").status_code == 302


def test_public_pages_stay_without_cookies_and_visitors_leave_no_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        for path in ("/accounts/login/", "/accounts/signup/", "/accounts/login/code/"):
            assert "session" not in client.get(path).cookies
        assert not client.get("/robots.txt").cookies
    assert not UserSession.objects.exists()


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("email/", {"action_add": "", "email": "x@example.org"}),
        ("sessions/", {"all": "1"}),
        ("delete/", {"delete": "1"}),
        ("export/", {}),
    ],
)
def test_what_matters_needs_a_log_in_of_the_last_ten_minutes(client, account, time_machine_at, path, form):
    with time_machine_at(minutes=11):
        response = client.post(f"/accounts/{path}", form)
        assert response["Location"] == f"/accounts/reauthenticate/?next=%2Faccounts%2F{path[:-1]}%2F"
        back = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": f"/accounts/{path}"})
        assert back["Location"] == f"/accounts/{path}"
        assert client.post(f"/accounts/{path}", form)["Location"] if path != "delete/" else True


def test_a_wrong_password_to_log_in_again_is_refused(client, account):
    response = client.post("/accounts/reauthenticate/", {"password": "wrong"})
    assert response.status_code == 422
    assert "This is not your password." in response.content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140.0 Safari/537 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/140.0 Mobile Safari/537", "Chrome, Android"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_browsers_are_called_by_the_names_people_know(text, words):
    assert browser_of(text) == words


def test_a_session_that_ends_with_the_browser_ends_after_ninety_days_too(client, account, time_machine_at):
    client.post("/accounts/logout/")
    log_in(client, account)
    assert client.session.get_expire_at_browser_close()
    for day in range(10, 91, 10):
        with time_machine_at(days=day, minutes=day):
            client.get("/accounts/")
    with time_machine_at(days=91):
        assert client.get("/accounts/").status_code == 302


def test_sessions_that_are_over_are_swept_away(client, account, time_machine_at):
    with time_machine_at(days=15):
        swept.send(sender=None)
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()
