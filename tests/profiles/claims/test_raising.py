"""A held record rises: new evidence that a moderator looks at, and the highest level, which two accept."""

import pytest

from bzpeer.db.models import OutboxRow
from profiles.claims import raising, services
from profiles.claims.errors import NotYours, Refused
from profiles.claims.letters import letter
from profiles.claims.models import ClaimState as State, Evidence
from profiles.moderation import undoing
from profiles.moderation.access import desk_of
from profiles.moderation.models import Case, Decision
from profiles.researchers.models import Researcher
from tests.factories.moderation import decided, logged_in, make_moderator
from tests.profiles.claims import records
from tests.profiles.claims.records import age, make_person, proven

pytestmark = pytest.mark.django_db
ADDRESS = "ada.lovelace@engines.example.edu"


@pytest.fixture
def moderators(db):
    return make_moderator(), make_moderator()


@pytest.fixture
def claim(db):
    """A record held by two proofs of L3 of different kinds, after its first week."""
    ada = records.make_record(institution=records.make_institution(), orcid=records.IDS[0])
    claim = proven(ada, make_person(ADDRESS, orcid=records.IDS[0], name="Ada Lovelace"), ADDRESS)
    records.bring_orcid(claim)
    age(claim, half_open_until="8 days")
    return claim


def level_of(claim):
    return Researcher.objects.get(author=claim.author).level


def ask(claim):
    return raising.ask(claim=claim, by=claim.account)


def test_two_who_accept_give_the_highest_level_with_its_date(claim, moderators):
    case = ask(claim)
    assert (case.kind, case.deciders) == ("level", 2)
    decided(case, moderators[0])
    assert level_of(claim) == 3
    decided(case, moderators[1])
    held = Researcher.objects.get(author=claim.author)
    claim.refresh_from_db()
    assert (held.level, claim.state) == (4, State.APPROVED)
    assert 720 < (held.level_until - claim.decided_at).days <= 732
    assert not raising.may_ask(claim)


def test_every_page_on_which_the_holder_sees_the_level_asks_for_the_highest(claim, moderators, client):
    words, path = "Ask for the highest level", claim.author.get_absolute_url()
    holder = logged_in(claim.account)
    for page in ("trust/", "edit/"):
        assert words in holder.get(path + page).content.decode()
    for other in (client, logged_in(moderators[0])):
        page = other.get(path + "trust/").content.decode()
        assert words not in page and "This is your record" not in page


def test_two_who_refuse_leave_the_record_as_it_is(claim, moderators):
    case = ask(claim)
    for moderator in moderators:
        decided(case, moderator, "reject")
    claim.refresh_from_db()
    assert (level_of(claim), claim.state) == (3, State.APPROVED)
    assert not Evidence.objects.exclude(state="holds").exists()
    with pytest.raises(Refused):
        ask(claim)


def test_two_who_differ_need_a_third(claim, moderators):
    case = ask(claim)
    decided(case, moderators[0])
    decided(case, moderators[1], "reject")
    assert level_of(claim) == 3
    decided(case, make_moderator())
    assert level_of(claim) == 4


def test_a_decision_taken_back_takes_the_level_along(claim, moderators):
    case = ask(claim)
    for moderator in moderators:
        done = decided(case, moderator)
    undoing.undo(desk=desk_of(moderators[0]), case=done, reason="mis-click", words="Too early.")
    claim.refresh_from_db()
    case.refresh_from_db()
    assert (level_of(claim), claim.state, case.state) == (3, State.APPROVED, "open")


def test_a_site_with_one_moderator_does_not_offer_it(claim):
    make_moderator()
    make_moderator(awake=False)
    assert not raising.may_ask(claim)
    with pytest.raises(Refused):
        ask(claim)


def test_who_moderates_too_does_not_count_for_their_own_record(claim, moderators):
    claim.account_id = moderators[0].pk
    claim.save()
    Researcher.objects.filter(author=claim.author).update(account=moderators[0])
    assert not raising.may_ask(claim)


def test_it_is_not_offered_early_without_two_kinds_or_in_a_dispute(claim, moderators):
    assert raising.may_ask(claim)
    Evidence.objects.filter(claim=claim, kind="orcid").update(state="lapsed")
    assert not raising.may_ask(claim)
    Evidence.objects.filter(claim=claim).update(state="holds")
    age(claim, half_open_until="-30 days")
    assert not raising.may_ask(claim)
    age(claim, half_open_until="30 days")
    Case.objects.create(kind="dispute", author=claim.author, claim=claim, due_at=claim.made_at)
    assert not raising.may_ask(claim)


def test_another_person_cannot_ask(claim, moderators):
    with pytest.raises(NotYours):
        raising.ask(claim=claim, by=make_person())


def test_two_who_decided_alone_one_after_the_other_are_not_two_together(claim, moderators):
    for kind, moderator in zip(("claim", "level"), moderators, strict=True):
        case = Case.objects.create(kind=kind, author=claim.author, claim=claim, due_at=claim.made_at, state="decided")
        Decision.objects.create(case=case, moderator=moderator, verdict="approve", reason="evidence holds")
    raising.levels.refresh_level(author=claim.author, reason="decided")
    assert level_of(claim) == 3


def held_with_doubt():
    """A record held on a moderator's word, and an address of its institution that names nobody."""
    ada = records.make_record(institution=records.make_institution())
    claim = records.stated(ada, make_person("office@engines.example.edu"))
    decided(Case.objects.get(claim=claim), make_moderator())
    return claim, records.bring_mail(claim, "office@engines.example.edu")


@pytest.mark.parametrize(("verdict", "level", "state"), [("approve", 3, "holds"), ("reject", 2, "failed")])
def test_evidence_for_a_held_record_goes_to_a_moderator(db, verdict, level, state):
    claim, evidence = held_with_doubt()
    case = Case.objects.get(kind="level")
    assert (evidence.state, case.deciders, level_of(claim)) == ("waiting", 1, 2)
    done = decided(case, make_moderator(), verdict)
    evidence.refresh_from_db()
    claim.refresh_from_db()
    assert (evidence.state, level_of(claim), claim.state) == (state, level, State.APPROVED)
    undoing.undo(desk=desk_of(make_moderator()), case=done, reason="mis-click", words="Again.")
    evidence.refresh_from_db()
    assert (evidence.state, level_of(claim)) == ("waiting", 2)


def test_giving_the_record_up_closes_the_question(db):
    claim, _evidence = held_with_doubt()
    services.withdraw(claim=claim, by=claim.account)
    assert Case.objects.get(kind="level").state == "closed"


def test_the_holder_is_told_by_mail(db):
    claim, _evidence = held_with_doubt()
    decided(Case.objects.get(kind="level"), make_moderator())
    assert OutboxRow.objects.filter(task="profiles.claim_mail", args__notice__0="level").count() == 1
    written = letter("level", claim, about=0)
    assert written.subject == "The level of the record of Ada Lovelace"
    assert "level L3 now" in written.paragraphs[1]


def test_a_holder_asks_on_the_claims_page(client, claim, moderators):
    client.force_login(claim.account)
    assert "Ask for the highest level" in client.get(f"/claims/{claim.pk}/").content.decode()
    assert client.post(f"/claims/{claim.pk}/highest-level/").status_code == 303
    page = client.get(f"/claims/{claim.pk}/").content.decode()
    assert "You asked for the highest level" in page and "Ask for the highest level" not in page
    assert client.post(f"/claims/{claim.pk}/highest-level/").status_code == 409
    desk = logged_in(moderators[0])
    case = Case.objects.get(kind="level")
    shown = desk.get(f"/moderation/cases/{case.pk}/").content.decode()
    assert "The holder asks for level L4" in shown
    assert f"Level {case.pk}" in desk.get("/moderation/?kind=level").content.decode()


def test_the_claims_page_of_a_holder_takes_a_fixed_number_of_queries(
    client, claim, moderators, django_assert_max_num_queries
):
    client.force_login(claim.account)
    with django_assert_max_num_queries(30):
        client.get(f"/claims/{claim.pk}/")
