"""A second record of one person: claimed like any other, merged when accepted, two again when that is taken back."""

import pytest
from allauth.account.models import EmailAddress

from profiles.claims import services
from profiles.claims.errors import HoldsAnother
from profiles.claims.models import Claim, ClaimState as State
from profiles.joining.errors import StillHalfOpen
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher
from tests.factories.moderation import decided, logged_in, make_moderator
from tests.factories.profiles import make_account
from tests.profiles.claims import records
from tests.profiles.claims.records import age, make_person, proven
from works.models import Author, AuthorChange

pytestmark = pytest.mark.django_db
ADDRESS = "ada.lovelace@engines.example.edu"


@pytest.fixture
def institution():
    return records.make_institution()


@pytest.fixture
def person():
    return make_person(ADDRESS)


@pytest.fixture
def own(person, institution):
    """The record they hold, its first week over."""
    claim = proven(records.make_record(institution=institution), person, ADDRESS)
    age(claim, half_open_until="8 days", decided_at="8 days")
    return claim.author


@pytest.fixture
def second(institution, own):
    return records.make_record("Ada B. Lovelace", works=1, institution=institution)


def test_a_rule_accepts_it_and_merges_it_into_the_held_one(own):
    person = Researcher.objects.get().account
    EmailAddress.objects.create(user=person, email="ada.lovelace@looms.example.edu", verified=True)
    elsewhere = records.make_institution("looms.example.edu")
    second = records.make_record("Ada B. Lovelace", works=1, institution=elsewhere)
    claim = proven(second, person, "ada.lovelace@looms.example.edu")
    claim.refresh_from_db()
    assert (claim.state, claim.rule, claim.author) == (State.JOINED, "institution-mail", own)
    assert own.authorships.count() == 3
    assert Researcher.objects.get().author == own


def test_two_moderators_accept_it_and_the_old_address_leads_to_the_held_one(client, person, own, second):
    claim = records.stated(second, person)
    case = Case.objects.get(claim=claim)
    moderators = [make_moderator(), make_moderator()]
    decided(case, moderators[0])
    assert Author.objects.filter(pk=second.pk).exists()
    decided(case, moderators[1])
    claim.refresh_from_db()
    assert (claim.state, claim.author) == (State.JOINED, own)
    assert own.authorships.count() == 3
    assert Researcher.objects.get().author == own
    response = client.get(second.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, own.get_absolute_url())


def joined(person, second):
    claim = records.stated(second, person)
    return services.move(claim=claim, to=State.APPROVED, by=make_account())


def test_withdrawing_it_makes_them_two_again(person, own, second):
    claim = joined(person, second)
    services.withdraw(claim=claim, by=person)
    claim.refresh_from_db()
    assert (claim.state, claim.author, claim.change) == (State.WITHDRAWN, second, None)
    assert (own.authorships.count(), second.authorships.count()) == (2, 1)
    assert Researcher.objects.get().author == own
    assert AuthorChange.objects.get().undone_by == person


def test_a_moderator_undoes_it_with_one_click(person, own, second):
    claim = joined(person, second)
    response = logged_in(make_moderator()).post(f"/moderation/changes/{claim.change_id}/undo/")
    assert response.status_code == 303
    claim.refresh_from_db()
    assert (claim.state, claim.author) == (State.SUBMITTED, second)
    assert second.authorships.count() == 1


def test_who_falsely_held_the_first_has_the_second_no_more(person, own, second):
    claim = joined(person, second)
    first = Claim.objects.get(author=own, state=State.APPROVED)
    services.move(claim=first, to=State.REVERSED, by=make_account(), reason="account taken over")
    claim.refresh_from_db()
    assert (claim.state, claim.author) == (State.REVERSED, second)
    assert not Researcher.objects.exists()


def test_in_the_first_week_no_second_record_is_claimed(person, institution):
    proven(records.make_record(institution=institution), person, ADDRESS)
    with pytest.raises(StillHalfOpen):
        records.draft(records.make_record("Ada B. Lovelace"), person)


def test_the_held_one_is_not_claimed_again(person, own):
    with pytest.raises(HoldsAnother):
        records.draft(own, person)


def test_the_precheck_says_what_becomes_of_it(client, person, own, second):
    client.force_login(person)
    page = client.get(second.get_absolute_url() + "claim/").content.decode()
    assert "You hold the record of Ada Lovelace." in page
    assert client.post(second.get_absolute_url() + "claim/").status_code == 303
