"""A password from a browser that is new to the account asks for a code sent to the address."""

import pytest

from tests.accounts.flows import PASSWORD, code_in, link_in, log_in, make_known, sent
from tests.accounts.test_second_factor import add_code_app
from tests.factories.profiles import make_account, make_author

pytestmark = pytest.mark.django_db
TYPE = "/accounts/login/code/confirm/"
CHANGED = {"oldpassword": PASSWORD, "password1": "another horse battery", "password2": "another horse battery"}


def give_password(client, account, *, password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": account.email, "password": password, **more})


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def account():
    return make_account(password=PASSWORD)


def test_the_code_from_the_mail_lets_in_and_leads_where_the_person_was_going(client, account):
    response = give_password(client, account, next="/researchers/")
    assert response["Location"] == f"{TYPE}?next=%2Fresearchers%2F"
    assert not is_in(client)
    page = client.get(response["Location"]).content.decode()
    assert "Your password is right. This browser is new to your account" in page
    (message,) = sent()
    assert message.subject == "Your code for a new browser"
    response = client.post(TYPE, {"code": code_in(message), "next": "/researchers/"})
    assert response["Location"] == "/researchers/"
    assert is_in(client)


def test_from_then_on_the_password_is_enough_for_thirty_days_after_the_last_use(client, account, time_machine_at):
    give_password(client, account)
    client.post(TYPE, {"code": code_in(sent()[0])})
    client.post("/accounts/logout/")
    with time_machine_at(days=29):
        assert give_password(client, account)["Location"] == "/"
        client.post("/accounts/logout/")
    with time_machine_at(days=58):
        assert give_password(client, account)["Location"] == "/"
        client.post("/accounts/logout/")
    with time_machine_at(days=89):
        assert give_password(client, account)["Location"] == TYPE


def test_a_session_that_goes_on_keeps_its_browser_known(client, account, time_machine_at):
    log_in(client, account)
    for day in (10, 20, 29):
        with time_machine_at(days=day):
            client.get("/accounts/")
    with time_machine_at(days=45):
        client.post("/accounts/logout/")
        assert give_password(client, account)["Location"] == "/"


def test_a_browser_is_known_to_each_account_by_itself(client, account):
    other = make_account(password=PASSWORD)
    log_in(client, account)
    client.post("/accounts/logout/")
    assert give_password(client, other)["Location"] == TYPE
    client.post(TYPE, {"code": code_in(sent()[0])})
    client.post("/accounts/logout/")
    for known in (account, other):
        assert give_password(client, known)["Location"] == "/"
        client.post("/accounts/logout/")


def test_a_forged_or_broken_cookie_makes_no_browser_known(client, account):
    make_known(client, account)
    signed = client.cookies["known"].value
    for value in (signed[:-1] + "AB", "x", '{"a": 1}'):
        client.cookies["known"] = value
        assert give_password(client, account)["Location"] == TYPE
        client.cookies.clear()


def test_the_cookie_is_out_of_the_reach_of_scripts_and_grows_no_longer(client, settings):
    for _ in range(14):
        one = make_account(password=PASSWORD)
        give_password(client, one)
        response = client.post(TYPE, {"code": code_in(sent()[-1])})
        client.post("/accounts/logout/")
    cookie = response.cookies[settings.KNOWN_BROWSER_COOKIE_NAME]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["max-age"]) == ("Lax", "/", 30 * 24 * 3600)
    assert len(cookie.value) < 1500


def test_visitors_and_failed_log_ins_get_no_cookie(client, account):
    for response in (client.get("/"), client.get("/accounts/login/"), give_password(client, account, password="wrong")):
        assert "known" not in response.cookies
    assert "known" not in give_password(client, account).cookies


def test_the_fifth_wrong_code_ends_it_and_a_code_is_good_for_ten_minutes(client, account, time_machine_at):
    give_password(client, account)
    for _ in range(4):
        assert client.post(TYPE, {"code": "AAAAAAAA"}).status_code == 422
    client.post(TYPE, {"code": "AAAAAAAA"})
    client.post(TYPE, {"code": code_in(sent()[0])})
    assert not is_in(client)
    give_password(client, account)
    with time_machine_at(minutes=11):
        client.post(TYPE, {"code": code_in(sent()[-1])})
        assert not is_in(client)


def test_a_second_factor_is_asked_for_instead(client, account):
    log_in(client, account)
    add_code_app(client)
    client.cookies.clear()
    sent().clear()
    assert give_password(client, account)["Location"].startswith("/accounts/login/factor/")
    assert sent() == []


def test_who_confirms_the_address_by_a_link_in_this_browser_needs_no_code(client):
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
    client.post(link_in(sent()[0]))
    response = client.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})
    assert response["Location"] == "/"
    assert is_in(client)


def test_an_address_that_was_never_confirmed_gets_the_link_and_no_code(client):
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
    client.cookies.clear()
    response = client.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})
    assert response["Location"] == "/accounts/confirm-email/"
    assert not is_in(client)


def test_a_new_password_makes_every_other_browser_new(client, client_of_somebody_else, account):
    log_in(client_of_somebody_else, account)
    log_in(client, account)
    client.post("/accounts/password/change/", CHANGED)
    new = CHANGED["password1"]
    client_of_somebody_else.post("/accounts/logout/")
    assert give_password(client_of_somebody_else, account, password=new)["Location"] == TYPE
    client.post("/accounts/logout/")
    assert give_password(client, account, password=new)["Location"] == "/"


def test_a_follow_that_waits_for_the_log_in_is_done_after_the_code(client, account):
    author = make_author("Ada Quillfeather")
    address = author.get_absolute_url() + "follow/"
    give_password(client, account, next=address)
    client.post(TYPE, {"code": code_in(sent()[0]), "next": address})
    assert account.follows.filter(author=author).exists()
