"""Log-in by a code sent to the address, sign-up without a password, logging in again by code."""

import re

import pytest

from bzpeer.accounts.models import User
from tests.accounts.flows import PASSWORD, code_in, link_in, log_in, sent
from tests.factories.profiles import make_account

pytestmark = pytest.mark.django_db
ASK, TYPE = "/accounts/login/code/", "/accounts/login/code/confirm/"


def test_a_code_logs_in_and_leads_where_the_person_was_going(client):
    account = make_account()
    response = client.post(ASK, {"email": account.email, "next": "/researchers/"})
    assert response["Location"] == f"{TYPE}?next=%2Fresearchers%2F"
    assert 'name="next" value="/researchers/"' in client.get(response["Location"]).content.decode()
    code = code_in(sent()[0])
    response = client.post(TYPE, {"code": f" {code[:4].lower()}-{code[4:]} ", "next": "/researchers/"})
    assert response["Location"] == "/researchers/"
    assert client.session["_auth_user_id"] == str(account.pk)


def test_a_code_is_good_for_ten_minutes(client, time_machine_at):
    client.post(ASK, {"email": make_account().email})
    with time_machine_at(minutes=11):
        client.post(TYPE, {"code": code_in(sent()[0])})
        assert "_auth_user_id" not in client.session


def test_the_fifth_wrong_code_ends_it(client):
    client.post(ASK, {"email": make_account().email})
    for _ in range(4):
        response = client.post(TYPE, {"code": "AAAAAAAA"})
        assert response.status_code == 422
        assert "This code is not right." in response.content.decode()
    assert client.post(TYPE, {"code": "AAAAAAAA"})["Location"] == ASK
    client.post(TYPE, {"code": code_in(sent()[0])})
    assert "_auth_user_id" not in client.session


def test_a_code_works_once(client):
    client.post(ASK, {"email": make_account().email})
    code = code_in(sent()[0])
    client.post(TYPE, {"code": code})
    client.post("/accounts/logout/")
    client.post(TYPE, {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_code_of_one_browser_is_worth_nothing_in_another(client, client_of_somebody_else):
    client.post(ASK, {"email": make_account().email})
    client_of_somebody_else.post(TYPE, {"code": code_in(sent()[0])})
    assert "_auth_user_id" not in client_of_somebody_else.session


def test_an_unknown_address_gets_the_same_pages_and_a_mail_that_says_so(client, client_of_somebody_else):
    account = make_account("known@example.org")
    pages = []
    for browser, email in ((client, account.email), (client_of_somebody_else, "other@example.org")):
        asked = browser.post(ASK, {"email": email})
        page = browser.get(asked["Location"])
        refused = browser.post(TYPE, {"code": "AAAAAAAA"})
        words = [answer.content.decode().replace(email, "") for answer in (page, refused)]
        pages.append((asked.status_code, asked["Location"], page.status_code, refused.status_code, *map(bare, words)))
    assert pages[0] == pages[1]
    assert [message.subject for message in sent()] == ["Your code", "No account with this address"]


def bare(page):
    return re.sub(r'value="[^"]*"', "", page)


def test_an_address_gets_three_codes_an_hour_and_the_fourth_is_answered_as_usual(client, settings):
    settings.RATE_LIMITS = True
    account = make_account()
    answers = {client.post(ASK, {"email": account.email})["Location"] for _ in range(4)}
    assert answers == {TYPE}
    assert len(sent()) == 3
    client.post(TYPE, {"code": code_in(sent()[-1])})
    assert "_auth_user_id" not in client.session
    assert client.get(TYPE).status_code == 200


def test_resets_count_among_the_mails_of_an_address(client, settings):
    settings.RATE_LIMITS = True
    account = make_account()
    statuses = [client.post("/accounts/password/reset/", {"email": account.email}).status_code for _ in range(4)]
    assert statuses == [302] * 4
    assert len(sent()) == 3


def test_signing_up_without_a_password_and_logging_in_by_code(client):
    client.post("/accounts/signup/", {"email": "new@example.org"})
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    client.post(link_in(sent()[0]))
    client.cookies.clear()
    client.post(ASK, {"email": user.email})
    client.post(TYPE, {"code": code_in(sent()[-1])})
    assert client.session["_auth_user_id"] == str(user.pk)


def log_in_by_code(client, account):
    client.post(ASK, {"email": account.email})
    client.post(TYPE, {"code": code_in(sent()[-1])})


def test_who_has_only_codes_logs_in_again_by_a_code(client, time_machine_at):
    account = make_account()
    log_in_by_code(client, account)
    with time_machine_at(minutes=11):
        response = client.get("/accounts/password/set/")
        assert response["Location"] == "/accounts/reauthenticate/code/?next=%2Faccounts%2Fpassword%2Fset%2F"
        page = client.get(response["Location"]).content.decode()
        assert f"which we send to <bdi>{account.email}</bdi>" in page
        asked = client.post("/accounts/reauthenticate/code/", {"send": "1", "next": "/accounts/password/set/"})
        assert asked["Location"] == response["Location"]
        assert client.post("/accounts/reauthenticate/code/", {"code": "AAAAAAAA"}).status_code == 422
        back = client.post(
            "/accounts/reauthenticate/code/", {"code": code_in(sent()[-1]), "next": "/accounts/password/set/"}
        )
        assert back["Location"] == "/accounts/password/set/"
        assert client.get("/accounts/password/set/").status_code == 200


def test_the_fifth_wrong_code_to_log_in_again_ends_that_code(client, time_machine_at):
    log_in_by_code(client, make_account())
    with time_machine_at(minutes=11):
        client.post("/accounts/reauthenticate/code/", {"send": "1"})
        for _ in range(5):
            client.post("/accounts/reauthenticate/code/", {"code": "AAAAAAAA"})
        assert client.post("/accounts/reauthenticate/code/", {"code": code_in(sent()[-1])}).status_code == 422


def test_an_empty_code_is_never_right(client, time_machine_at):
    log_in_by_code(client, make_account())
    with time_machine_at(minutes=11):
        for code in ("", " ", "-"):
            assert client.post("/accounts/reauthenticate/code/", {"code": code}).status_code == 422


def test_who_has_a_password_is_not_offered_a_mailed_code_to_log_in_again(client, time_machine_at):
    account = make_account(password=PASSWORD)
    log_in(client, account)
    with time_machine_at(minutes=11):
        assert client.get("/accounts/reauthenticate/code/")["Location"] == "/accounts/reauthenticate/"
