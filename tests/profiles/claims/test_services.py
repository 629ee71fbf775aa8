"""From draft to decision and beyond: what each act does, to whom it is open, and when it is refused."""

import pytest
from django.db import IntegrityError

from bzpeer.db.journal.models import JournalEntry
from profiles.claims import carrying, services
from profiles.claims.errors import (
    HoldsAnother,
    NothingBrought,
    NotYours,
    Once,
    RecordHeld,
    Refused,
    TooLate,
    TooMany,
)  # fmt: skip
from profiles.claims.models import Claim, ClaimState as State
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher
from tests.factories.profiles import make_account
from tests.profiles.claims import records
from tests.profiles.claims.records import age, bring_mail, bring_orcid, bring_statement, draft, make_person, proven

pytestmark = pytest.mark.django_db
ADDRESS = "ada.lovelace@engines.example.edu"


@pytest.fixture
def ada(db):
    return records.make_record(institution=records.make_institution())


@pytest.fixture
def mo(db):
    return make_account("mo.moderator@example.org")


def case_of(claim, kind="claim"):
    return Case.objects.get(claim=claim, kind=kind)


def decide(claim, to, by, **given):
    return services.move(claim=claim, to=to, by=by, **given)


def test_an_address_at_the_institution_is_accepted_by_rule_at_once(ada):
    person = make_person(ADDRESS)
    claim = proven(ada, person, ADDRESS)
    claim.refresh_from_db()
    assert (claim.state, claim.rule) == (State.APPROVED, "institution-mail")
    assert (claim.half_open_until - claim.decided_at).days == 7
    researcher = Researcher.objects.get(author=ada)
    assert (researcher.account, researcher.level) == (person, 3)
    assert not Case.objects.exists()


def test_every_move_is_in_the_journal_with_who_and_why(ada):
    person = make_person(ADDRESS)
    claim = proven(ada, person, ADDRESS)
    entries = JournalEntry.objects.filter(object_kind="claim", object_id=claim.pk).order_by("id")
    told = [(entry.before, entry.after, entry.actor_id, entry.actor_name) for entry in entries]
    assert told == [
        ("", "draft", person.pk, ""),
        ("", "", person.pk, ""),
        ("draft", "submitted", person.pk, ""),
        ("submitted", "approved", None, "rule institution-mail"),
    ]


def test_the_address_itself_stands_in_the_account_alone(ada):
    claim = proven(ada, make_person(ADDRESS), ADDRESS)
    evidence = claim.evidence.get()
    assert ADDRESS not in f"{evidence.fact} {evidence.finding}"
    assert evidence.fact["domain"] == "engines.example.edu"


@pytest.mark.parametrize(
    ("address", "state", "words"),
    [
        ("a.lovelace@cs.engines.example.edu", "holds", "holds the name"),
        ("secretary@engines.example.edu", "waiting", "does not say whose"),
        ("ada.lovelace@evil-engines.example.edu", "failed", "no institution on this record"),
        ("ada.lovelace@gmail.com", "failed", "no institution on this record"),
    ],
)
def test_what_is_found_about_an_address(ada, address, state, words):
    evidence = bring_mail(draft(ada, make_person(address)), address)
    assert evidence.state == state
    assert words in evidence.finding


def test_an_address_that_is_not_confirmed_proves_nothing(ada):
    assert bring_mail(draft(ada, make_person()), ADDRESS).state == "failed"


def test_a_namesake_at_the_institution_makes_a_moderator_look(ada):
    institution = ada.authorships.first().institutions.get()
    records.make_record("Alan Lovelace", institution=institution)
    evidence = bring_mail(draft(ada, make_person(ADDRESS)), ADDRESS)
    assert (evidence.state, evidence.gives, evidence.fact["rule"]) == ("waiting", 3, "")


def test_an_id_on_the_byline_is_accepted_by_rule(db):
    ada = records.make_record(orcid=records.IDS[0])
    claim = draft(ada, make_person(orcid=records.IDS[0], name="A. Lovelace"))
    bring_orcid(claim)
    assert services.submit(claim=claim, by=claim.account).rule == "orcid-on-byline"


@pytest.mark.parametrize(
    ("printed", "name", "words"),
    [
        (records.IDS[1], "Ada Lovelace", "stands on no work"),
        (records.IDS[0], "Grace Hopper", "name at ORCID is another one"),
    ],
)
def test_an_id_in_doubt_goes_to_a_moderator(db, printed, name, words):
    ada = records.make_record(orcid=printed)
    claim = draft(ada, make_person(orcid=records.IDS[0], name=name))
    assert words in bring_orcid(claim).finding
    assert services.submit(claim=claim, by=claim.account).state == State.SUBMITTED


def test_a_second_id_on_the_record_makes_a_moderator_look(db):
    ada = records.make_record(orcid=records.IDS[0])
    authorship = ada.authorships.first()
    authorship.identifiers = [f"orcid:{records.IDS[1]}"]
    authorship.save()
    evidence = bring_orcid(draft(ada, make_person(orcid=records.IDS[0], name="Ada Lovelace")))
    assert evidence.state == "waiting"
    assert "another one" in evidence.finding


def test_a_statement_goes_to_the_desk_with_a_due_date(ada):
    claim = records.stated(ada)
    assert claim.state == State.SUBMITTED
    case = case_of(claim)
    assert (case.deciders, case.due_at) == (1, claim.due_at)
    assert (claim.due_at - claim.moved_at).days == 7


def test_nothing_is_sent_without_evidence(ada):
    claim = draft(ada, make_person())
    with pytest.raises(NothingBrought):
        services.submit(claim=claim, by=claim.account)
    claim.refresh_from_db()
    assert claim.state == State.DRAFT


def test_starting_and_sending_twice_is_once(ada):
    person = make_person()
    claim = draft(ada, person)
    assert draft(ada, person) == claim
    bring_statement(claim)
    bring_statement(claim)
    assert claim.evidence.count() == 1
    services.submit(claim=claim, by=person)
    services.submit(claim=claim, by=person)
    assert Case.objects.filter(claim=claim).count() == 1


def test_others_can_do_nothing_with_a_claim(ada, stranger):
    claim = draft(ada, make_person())
    for act in (
        lambda: bring_evidence(claim, stranger),
        lambda: services.submit(claim=claim, by=stranger),
        lambda: services.withdraw(claim=claim, by=stranger),
        lambda: services.answer(claim=claim, by=stranger, words="x"),
        lambda: services.appeal(claim=claim, by=stranger, words="x"),
    ):
        with pytest.raises(NotYours):
            act()


def bring_evidence(claim, by):
    return services.add_evidence(claim=claim, by=by, kind="statement", fact={"text": "x"})


def test_a_claim_beside_another_is_for_two_moderators(ada):
    first = records.stated(ada)
    assert case_of(first).deciders == 1
    second = proven(ada, make_person(ADDRESS), ADDRESS)
    assert second.state == State.SUBMITTED
    assert (case_of(first).deciders, case_of(second).deciders) == (2, 2)


def test_a_claim_on_a_held_record_is_for_two_moderators(ada):
    proven(ada, make_person(ADDRESS), ADDRESS)
    other = "a.lovelace@engines.example.edu"
    claim = proven(ada, make_person(other), other)
    assert claim.state == State.SUBMITTED
    assert case_of(claim).deciders == 2
    with pytest.raises(RecordHeld):
        decide(claim, State.APPROVED, make_account())


def test_the_database_itself_holds_one_approved_claim_a_record(ada):
    claim = proven(ada, make_person(ADDRESS), ADDRESS)
    with pytest.raises(IntegrityError):
        Claim.objects.create(author=claim.author, account=make_person(), state=State.APPROVED)


def test_nobody_claims_the_record_they_hold(ada):
    person = make_person(ADDRESS)
    proven(ada, person, ADDRESS)
    with pytest.raises(HoldsAnother):
        draft(ada, person)


def test_two_claims_of_one_account_give_one_record(ada, mo):
    person = make_person()
    claims = [records.stated(ada, person), records.stated(records.make_record("Ida Lovelace"), person)]
    decide(claims[0], State.APPROVED, mo)
    assert decide(claims[1], State.APPROVED, mo).state == State.JOINED
    assert Researcher.objects.get(account=person).author == ada


def test_three_open_claims_are_the_most(ada):
    person = make_person()
    for number in range(3):
        draft(records.make_record(f"Ada Lovelace{'abc'[number]}"), person)
    with pytest.raises(TooMany) as limit:
        draft(ada, person)
    assert "3 open claims" in limit.value.words


def test_the_sixth_claim_of_a_day_waits_and_its_draft_is_kept(ada):
    person = make_person()
    for number in range(5):
        services.withdraw(claim=records.stated(records.make_record(f"Ada Byron{'abcde'[number]}"), person), by=person)
    claim = draft(ada, person)
    bring_statement(claim)
    with pytest.raises(TooMany) as limit:
        services.submit(claim=claim, by=person)
    assert 0 < limit.value.wait <= 24 * 3600
    claim.refresh_from_db()
    assert claim.state == State.DRAFT


def test_a_question_is_answered_and_the_case_stays_one(ada, mo):
    claim = records.stated(ada)
    asked = decide(claim, State.NEEDS_INFORMATION, mo, reason="which works", words="Which of these are yours?")
    assert (asked.question, (asked.due_at - asked.moved_at).days) == ("Which of these are yours?", 30)
    answered = services.answer(claim=claim, by=claim.account, words="Both.")
    assert answered.state == State.SUBMITTED
    assert Case.objects.filter(claim=claim, state="open").count() == 1


def test_a_moderators_approval_accepts_the_statement(ada, mo):
    claim = decide(records.stated(ada), State.APPROVED, mo, reason="statement fits")
    assert claim.evidence.get().state == "holds"
    assert Researcher.objects.get(author=ada).level == 2
    assert claim.half_open_until is not None


def test_two_moderators_approval_is_final_at_once(ada, mo):
    assert decide(records.stated(ada), State.APPROVED, mo, half_open=False).half_open_until is None


def test_rejected_appealed_approved(ada, mo):
    claim = records.stated(ada)
    rejected = decide(claim, State.REJECTED, mo, reason="not enough", words="An address would have been enough.")
    assert rejected.decided_at is not None
    Case.objects.filter(claim=claim).update(state="decided")
    services.appeal(claim=claim, by=claim.account, words="Look at the second paper.")
    assert case_of(claim, "appeal").deciders == 1
    approved = decide(claim, State.APPROVED, make_account(), reason="evidence holds")
    assert (approved.state, approved.half_open_until) == (State.APPROVED, None)


def test_an_appeal_is_made_once(ada, mo):
    claim = records.stated(ada)
    decide(claim, State.REJECTED, mo, reason="not enough")
    services.appeal(claim=claim, by=claim.account, words="Look again.")
    decide(claim, State.REJECTED, make_account(), reason="not enough")
    with pytest.raises(Once):
        services.appeal(claim=claim, by=claim.account, words="And again.")


def test_an_appeal_is_made_within_sixty_days(ada, mo):
    claim = records.stated(ada)
    decide(claim, State.REJECTED, mo, reason="not enough")
    age(claim, decided_at="61 days")
    with pytest.raises(TooLate):
        services.appeal(claim=claim, by=claim.account, words="Look again.")


def test_a_new_claim_follows_a_rejected_one(ada, mo):
    claim = records.stated(ada)
    decide(claim, State.REJECTED, mo, reason="not enough")
    assert records.stated(ada, claim.account).state == State.SUBMITTED


def test_an_approval_can_be_undone_for_thirty_days_and_nothing_is_lost(ada, mo):
    claim = proven(ada, make_person(ADDRESS), ADDRESS)
    Researcher.objects.update(bio="I compute.")
    undone = decide(claim, State.SUBMITTED, mo, reason="mis-click")
    assert undone.state == State.SUBMITTED
    assert not Researcher.objects.filter(author=ada).exists()
    assert case_of(claim).state == "open"
    decide(claim, State.APPROVED, mo, reason="evidence holds")
    assert Researcher.objects.get(author=ada).bio == "I compute."
    age(claim, decided_at="31 days")
    with pytest.raises(TooLate):
        decide(claim, State.SUBMITTED, mo, reason="mis-click")


def test_giving_up_leaves_the_record_unclaimed(ada):
    claim = proven(ada, make_person(ADDRESS), ADDRESS)
    version = ada.version
    services.withdraw(claim=claim, by=claim.account)
    ada.refresh_from_db()
    assert not Researcher.objects.filter(author=ada).exists()
    assert ada.version > version


def test_withdrawing_closes_the_case(ada):
    claim = records.stated(ada)
    services.withdraw(claim=claim, by=claim.account)
    assert case_of(claim).state == "closed"


@pytest.mark.parametrize("to", [State.REVERSED, State.APPEALED, State.DRAFT])
def test_moves_that_are_not_in_the_table_are_refused(ada, mo, to):
    with pytest.raises(Refused):
        decide(records.stated(ada), to, mo)


def test_a_claimant_does_not_approve_their_own_claim(ada):
    claim = records.stated(ada)
    with pytest.raises(NotYours):
        decide(claim, State.APPROVED, claim.account)


def test_a_rejected_claimant_may_appeal_a_record_held_by_another_only_once_it_is_free(ada, mo):
    claim = records.stated(ada)
    decide(claim, State.REJECTED, mo, reason="not enough")
    holder = proven(ada, make_person(ADDRESS), ADDRESS)
    assert holder.state == State.APPROVED
    services.appeal(claim=claim, by=claim.account, words="It is me.")
    with pytest.raises(RecordHeld):
        decide(claim, State.APPROVED, mo)
    decide(holder, State.REVERSED, mo, reason="objection upheld")
    assert decide(claim, State.APPROVED, mo).state == State.APPROVED


def test_an_address_added_to_a_waiting_claim_decides_it(ada):
    claim = records.stated(ada, make_person(ADDRESS))
    bring_mail(claim, ADDRESS)
    claim.refresh_from_db()
    assert (claim.state, claim.rule) == (State.APPROVED, "institution-mail")
    assert case_of(claim).state == "closed"


def test_a_rule_does_not_undo_a_moderator(ada, mo):
    claim = proven(ada, make_person(ADDRESS, "a.lovelace@engines.example.edu"), ADDRESS)
    decide(claim, State.SUBMITTED, mo, reason="mis-click")
    bring_mail(claim, "a.lovelace@engines.example.edu")
    claim.refresh_from_db()
    assert claim.state == State.SUBMITTED
    decide(claim, State.REJECTED, mo, reason="proof shown false")
    assert proven(ada, claim.account, ADDRESS).state == State.SUBMITTED


def test_a_second_proof_raises_a_held_record(db):
    ada = records.make_record(institution=records.make_institution(), orcid=records.IDS[0])
    person = make_person(ADDRESS, orcid=records.IDS[0], name="Ada Lovelace")
    claim = proven(ada, person, ADDRESS)
    bring_orcid(claim)
    assert len(Researcher.objects.get(author=ada).proofs) == 2


def test_claims_go_along_when_their_record_goes_into_another(ada):
    claim, other = records.stated(ada), records.make_record("A. Lovelace")
    blocked = records.stated(ada)
    records.stated(other, blocked.account)
    carrying.carry_over(moves={ada.pk: other.pk})
    claim.refresh_from_db()
    blocked.refresh_from_db()
    assert (claim.author, case_of(claim).author) == (other, other)
    # The account's other claim is about the same record now.
    assert (blocked.author, blocked.state) == (other, State.WITHDRAWN)
