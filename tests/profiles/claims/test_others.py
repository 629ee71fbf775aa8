"""The others: collaborators who vouch, holders of evidence who object."""

import pytest
from django.core import mail

from profiles.claims import objections, services, vouching
from profiles.claims.errors import NotYours, Once, TooLate
from profiles.claims.evidence import checking, vouch
from profiles.claims.holders import evidence_holders
from profiles.claims.models import ClaimState as State
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher
from tests.factories.profiles import make_account
from tests.profiles.claims import records
from tests.profiles.claims.records import age, draft, make_collaborator, make_person, proven, stated

pytestmark = pytest.mark.django_db
ADDRESS = "ada.lovelace@engines.example.edu"
OTHER = "a.lovelace@engines.example.edu"


@pytest.fixture
def ada(db):
    return records.make_record(institution=records.make_institution())


@pytest.fixture
def friends(ada):
    """Two close collaborators at L3 from two institutions, who wrote one work with Ada."""
    people = [
        make_collaborator(ada, "Mary Somerville", records.make_institution("somerville.example.edu")),
        make_collaborator(ada, "Luigi Menabrea", records.make_institution("menabrea.example.edu")),
    ]
    work = people[0].shared_work
    work.authorships.create(position=3, author=people[1].researcher.author, name="Luigi Menabrea")
    return people


@pytest.fixture
def asked(ada, friends):
    """The request to vouch for the work that the three wrote."""
    claim = draft(ada, make_person())
    fact = vouch.fact_of(friends[0].shared_work.pk, "We met at the machine.")
    return services.add_evidence(claim=claim, by=claim.account, kind="vouch", fact=fact)


def test_two_vouches_hold_and_a_moderator_looks_once(asked, friends):
    claim = asked.claim
    services.submit(claim=claim, by=claim.account)
    vouching.give(evidence=asked, by=friends[0])
    asked.refresh_from_db()
    assert (asked.state, asked.gives) == ("waiting", 0)
    vouching.give(evidence=asked, by=friends[1])
    vouching.give(evidence=asked, by=friends[1])
    asked.refresh_from_db()
    claim.refresh_from_db()
    assert (asked.state, asked.gives, asked.vouches.count()) == ("holds", 3, 2)
    assert claim.state == State.SUBMITTED
    services.move(claim=claim, to=State.APPROVED, by=make_account(), reason="evidence holds")
    assert Researcher.objects.get(account=claim.account).level == 3


def test_the_level_falls_with_a_vouch_that_is_taken_back(asked, friends):
    for friend in friends:
        vouching.give(evidence=asked, by=friend)
    services.submit(claim=asked.claim, by=asked.claim.account)
    services.move(claim=asked.claim, to=State.APPROVED, by=make_account(), reason="evidence holds")
    vouching.take_back(evidence=asked, by=friends[0])
    assert Researcher.objects.get(account=asked.claim.account).level == 2


def test_two_from_one_institution_are_not_enough(asked, friends):
    place = friends[0].researcher.author.institution
    author = friends[1].researcher.author
    author.institution = place
    author.save()
    for friend in friends:
        vouching.give(evidence=asked, by=friend)
    asked.refresh_from_db()
    assert asked.state == "waiting"


@pytest.mark.parametrize("level", [1, 2])
def test_below_level_three_nobody_vouches(asked, friends, level):
    Researcher.objects.filter(account=friends[0]).update(level=level)
    with pytest.raises(NotYours):
        vouching.give(evidence=asked, by=friends[0])


def test_the_claimant_and_strangers_do_not_vouch(client, asked, stranger):
    for account in (asked.claim.account, stranger):
        with pytest.raises(NotYours):
            vouching.give(evidence=asked, by=account)
        client.force_login(account)
        assert client.get(f"/claims/vouch/{asked.pk}/").status_code == 404
        assert client.post(f"/claims/vouch/{asked.pk}/").status_code == 404


def test_a_false_word_costs_the_right_to_vouch(ada, asked, friends):
    vouching.give(evidence=asked, by=friends[0])
    services.submit(claim=asked.claim, by=asked.claim.account)
    services.move(claim=asked.claim, to=State.REJECTED, by=make_account(), reason="proof shown false")
    assert {one.account for one in vouch.able(ada)} == {friends[1]}
    age(asked.claim, decided_at="366 days")
    assert vouch.able(ada).count() == 2


def test_a_collaborator_is_asked_by_mail_and_says_yes_on_a_page(client, asked, friends, work_off):
    work_off()
    assert {message.to[0] for message in mail.outbox} == {friend.email for friend in friends}
    assert asked.claim.account.email not in mail.outbox[0].body
    client.force_login(friends[0])
    assert f"/claims/vouch/{asked.pk}/" in client.get("/claims/").content.decode()
    page = client.get(f"/claims/vouch/{asked.pk}/").content.decode()
    assert "We met at the machine." in page
    client.post(f"/claims/vouch/{asked.pk}/")
    assert "You confirmed it on" in client.get(f"/claims/vouch/{asked.pk}/").content.decode()
    assert client.post(f"/claims/vouch/{asked.pk}/back/").status_code == 303
    assert not asked.vouches.filter(withdrawn_at=None).exists()


def test_the_pre_check_offers_vouches_where_there_could_be_two(ada, friends):
    offer = next(one for one in checking.offers(ada) if one.kind == "vouch")
    assert (offer.works, offer.fits) == (True, ("2 close collaborators at level L3 could vouch",))


def test_who_holds_evidence_for_a_record(ada, friends):
    earlier = stated(ada)
    services.withdraw(claim=earlier, by=earlier.account)
    with_address, colleague = make_person(OTHER), make_person("grace.hopper@engines.example.edu")
    claim = proven(ada, make_person(ADDRESS), ADDRESS)
    found = evidence_holders(claim)
    assert found == {earlier.account_id, with_address.pk, friends[0].pk, friends[1].pk}
    assert colleague.pk not in found


def test_holders_of_evidence_are_told_of_a_half_open_claim(ada, work_off):
    other = make_person(OTHER)
    claim = proven(ada, make_person(ADDRESS), ADDRESS)
    work_off()
    letters = {message.to[0]: message for message in mail.outbox}
    assert set(letters) == {other.email, claim.account.email}
    letter = letters[other.email]
    assert f"{ada.get_absolute_url()}object/" in letter.body
    assert "you can object until" in letter.body
    assert claim.account.email not in letter.body


def test_an_objection_stops_the_clock_and_opens_a_dispute(client, ada):
    other = make_person(OTHER)
    claim = proven(ada, make_person(ADDRESS), ADDRESS)
    client.force_login(other)
    path = ada.get_absolute_url()
    assert client.get(path + "object/").status_code == 200
    assert client.post(path + "object/", {"words": ""}).status_code == 422
    assert client.post(path + "object/", {"words": "That is my address."}).status_code == 303
    case = Case.objects.get(kind="dispute")
    claim.refresh_from_db()
    assert (case.claim, case.deciders) == (claim, 2)
    assert round((case.due_at - case.opened_at).total_seconds() / 3600) == 48
    assert (claim.half_open_until - claim.decided_at).days >= 29
    assert "Under review" in client.__class__().get(path).content.decode()
    assert Researcher.objects.filter(author=ada).exists()
    with pytest.raises(Once):
        objections.object_to(claim=claim, by=other, words="Again.")


def test_no_rule_decides_while_a_dispute_is_open(ada):
    other = make_person(OTHER)
    claim = proven(ada, make_person(ADDRESS), ADDRESS)
    objections.object_to(claim=claim, by=other, words="No.")
    services.withdraw(claim=claim, by=claim.account)
    Case.objects.filter(kind="dispute").update(state="open")
    assert proven(ada, other, OTHER).state == State.SUBMITTED


def test_after_the_week_nobody_objects(client, ada):
    other = make_person(OTHER)
    claim = proven(ada, make_person(ADDRESS), ADDRESS)
    age(claim, half_open_until="8 days")
    with pytest.raises(TooLate):
        objections.object_to(claim=claim, by=other, words="No.")
    client.force_login(other)
    assert client.get(ada.get_absolute_url() + "object/").status_code == 404


def test_who_holds_no_evidence_does_not_object(client, ada, stranger):
    claim = proven(ada, make_person(ADDRESS), ADDRESS)
    with pytest.raises(NotYours):
        objections.object_to(claim=claim, by=stranger, words="No.")
    client.force_login(stranger)
    assert client.get(ada.get_absolute_url() + "object/").status_code == 404
