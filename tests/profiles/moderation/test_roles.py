"""Appointing: by command, by administrators, by the demo's link."""

import re

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from django.test import Client

from profiles.moderation.models import Role
from profiles.moderation.roles import is_administrator, is_moderator
from tests.factories.moderation import logged_in, make_administrator, make_moderator
from tests.factories.profiles import make_account

pytestmark = pytest.mark.django_db
ROLES = "/moderation/roles/"


def fresh(account):
    """A browser in which this account has just logged in."""
    client = logged_in(account)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, account, method="password")
    request.session.save()
    return client


def given_to(account):
    return {"email": account.email, "name": "moderator", "days": 365}


def test_a_command_gives_the_first_role(capsys):
    account = make_account()
    call_command("moderator", "give", account.email)
    call_command("moderator", "give", account.email, "--administrator")
    assert set(Role.objects.values_list("name", flat=True)) == {"moderator", "administrator"}
    assert "asleep" in capsys.readouterr().out
    call_command("moderator", "end", account.email)
    assert Role.objects.get().name == "administrator"
    with pytest.raises(CommandError):
        call_command("moderator", "give", "nobody@nowhere.example")


def test_roles_ask_to_log_in_again():
    response = logged_in(make_administrator()).get(ROLES)
    assert response.status_code == 302
    assert "next=%2Fmoderation%2Froles%2F" in response["Location"]


def test_the_only_administrator_appoints_at_once():
    account = make_account()
    client = fresh(make_administrator())
    assert client.get(ROLES).status_code == 200
    assert client.post(ROLES, given_to(account)).status_code == 303
    assert Role.objects.filter(account=account, name="moderator").exists()


def test_of_two_administrators_one_proposes_and_the_other_confirms():
    one, two, account = make_administrator(), make_administrator(), make_account()
    fresh(one).post(ROLES, given_to(account))
    assert not Role.objects.filter(account=account).exists()
    page = fresh(two).get(ROLES).content.decode()
    pk = re.search(r'name="pk" value="(\d+)">\s*<button class="button" name="act" value="confirm"', page)[1]
    assert fresh(one).post(ROLES, {"act": "confirm", "pk": pk}).status_code == 409
    assert fresh(two).post(ROLES, {"act": "confirm", "pk": pk}).status_code == 303
    assert Role.objects.filter(account=account, name="moderator").exists()
    assert fresh(two).post(ROLES, {"act": "confirm", "pk": pk}).status_code == 409


def test_a_proposal_is_refused():
    one, two, account = make_administrator(), make_administrator(), make_account()
    fresh(one).post(ROLES, given_to(account))
    pk = re.search(r'name="pk" value="(\d+)"', fresh(two).get(ROLES).content.decode())[1]
    fresh(two).post(ROLES, {"act": "refuse", "pk": pk})
    assert "Proposed" not in fresh(one).get(ROLES).content.decode()


def test_a_role_is_ended_but_not_the_last_administrators():
    administrator, moderator = make_administrator(), make_moderator()
    client = fresh(administrator)
    for role in Role.objects.all():
        client.post(ROLES, {"act": "end", "pk": role.pk})
    assert not is_moderator(moderator)
    assert is_administrator(administrator)


@pytest.mark.parametrize("change", [{"email": "nobody@nowhere.example"}, {"name": "god"}, {"days": 0}, {"days": 999}])
def test_a_bad_appointment_is_422(change):
    given = given_to(make_account()) | change
    assert fresh(make_administrator()).post(ROLES, given).status_code == 422


def _link(capsys):
    call_command("moderator", "link", "--base", "http://127.0.0.1:8000")
    return re.search(r"Moderator log-in: http://127.0.0.1:8000(/\S+)", capsys.readouterr().out)[1]


def test_the_demos_link_logs_in_once_second_factor_included(capsys):
    path, client = _link(capsys), Client()
    assert "Log in as moderator" in client.get(path).content.decode()
    assert client.get("/moderation/").status_code == 404
    assert client.post(path).status_code == 303
    assert client.get("/moderation/").status_code == 200
    again = Client().post(path)
    assert again.status_code == 410
    assert "has been used or has run out" in again.content.decode()
    assert Client().post(_link(capsys)).status_code == 303


def test_the_demos_link_is_for_this_machine_alone(capsys, settings):
    path = _link(capsys)
    assert Client(REMOTE_ADDR="198.51.100.7").post(path).status_code == 404
    assert Client(HTTP_X_FORWARDED_FOR="127.0.0.1").post(path).status_code == 404
    with pytest.raises(CommandError):
        call_command("moderator", "link", "--base", "https://bzpeer.example")
    settings.PRODUCTION = True
    assert Client().post(path).status_code == 404
    with pytest.raises(CommandError):
        call_command("moderator", "link", "--base", "http://127.0.0.1:8000")


@pytest.mark.parametrize(("given", "is_linked"), [({}, True), ({"awake": False}, False), (None, False)])
def test_the_account_page_leads_to_the_desk_while_a_role_is_awake(db, given, is_linked):
    account = make_account("ann@home.example") if given is None else make_moderator(**given)
    page = logged_in(account).get("/accounts/").content.decode()
    assert ('<a href="/moderation/">Moderation</a>' in page) == is_linked
