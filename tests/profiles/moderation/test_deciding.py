"""Decisions and what follows: two deciders, appeals, undo, reversal, limits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bzpeer.db.journal.models import JournalEntry
from profiles.claims import services as claims
from profiles.claims.errors import TooMany
from profiles.claims.models import ClaimState
from profiles.moderation import rules
from profiles.moderation.access import desk_of
from profiles.moderation.deciding import ask, decide
from profiles.moderation.errors import AlreadyDecided, CannotUndo, ConflictOfInterest
from profiles.moderation.models import Case, Decision
from profiles.moderation.undoing import reverse, undo
from profiles.researchers.models import Researcher
from tests.factories.moderation import (
    decided,
    logged_in,
    make_administrator,
    make_case,
    make_claim,
    make_moderator,
    make_report_case,
)
from tests.factories.profiles import make_author

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    """Three moderators."""
    return [make_moderator() for _ in range(3)]


def state_of(case):
    case.claim.refresh_from_db()
    return case.claim.state


def test_approving_gives_the_record_half_open_and_closes_the_case(desk):
    case = decided(make_case(), desk[0])
    assert state_of(case) == ClaimState.APPROVED
    assert case.claim.half_open_until is not None
    assert case.state == Case.State.DECIDED
    assert Researcher.objects.filter(author=case.author, account=case.claim.account).exists()


def test_rejecting_keeps_reason_and_words(desk):
    case = decided(make_case(), desk[0], "reject", words="An address at the institution would do.")
    assert state_of(case) == ClaimState.REJECTED
    assert (case.claim.reason, case.claim.words) == ("not enough", "An address at the institution would do.")


def test_a_case_is_decided_once(desk):
    case = decided(make_case(), desk[0])
    with pytest.raises(AlreadyDecided):
        decided(case, desk[1], "reject")
    assert state_of(case) == ClaimState.APPROVED


def test_the_conflict_is_looked_for_again_when_deciding(desk):
    case = make_case(make_claim(account=desk[0]))
    with pytest.raises(ConflictOfInterest):
        decided(case, desk[0])
    assert not Decision.objects.exists()


def test_two_have_to_agree_and_do_not_see_each_other(desk):
    case = make_case(deciders=2)
    decided(case, desk[0], words="The secret of the first.")
    assert state_of(case) == ClaimState.SUBMITTED
    page = logged_in(desk[1]).get(f"/moderation/cases/{case.pk}/").content.decode()
    assert "The secret of the first." not in page
    assert "1 of 2 decided" in page
    decided(case, desk[1])
    assert state_of(case) == ClaimState.APPROVED
    # What two decided is not half open.
    assert case.claim.half_open_until is None


def test_a_third_decides_where_two_differ(desk):
    case = make_case(deciders=2)
    decided(case, desk[0], "approve")
    decided(case, desk[1], "reject")
    assert state_of(case) == ClaimState.SUBMITTED
    decided(case, desk[2], "reject")
    assert state_of(case) == ClaimState.REJECTED


def test_nobody_gives_two_decisions_on_one_case(desk):
    case = make_case(deciders=2)
    decided(case, desk[0])
    with pytest.raises(AlreadyDecided):
        decided(case, desk[0])


def test_a_site_with_one_person_decides_alone_and_says_so():
    case = decided(make_case(deciders=2), make_moderator())
    assert state_of(case) == ClaimState.APPROVED
    assert "Decided by one person." in case.claim.words
    assert JournalEntry.objects.filter(act="case decided", reason="decided by one person").exists()


def test_taking_a_record_from_its_holder_needs_two_and_happens_in_one(desk):
    author = make_author()
    holder = decided(make_case(make_claim(author)), desk[0])
    case = make_case(make_claim(author))
    decided(case, desk[0])
    assert (state_of(case), state_of(holder)) == (ClaimState.SUBMITTED, ClaimState.APPROVED)
    decided(case, desk[1])
    assert (state_of(case), state_of(holder)) == (ClaimState.APPROVED, ClaimState.REVERSED)
    assert Researcher.objects.get(author=author).account_id == case.claim.account_id


def test_asking_for_information_waits_for_the_answer_and_the_same_moderator_goes_on(desk):
    case = make_case()
    ask(desk=desk_of(desk[0]), case=case, reason="more evidence", words="Which institute was it?")
    assert state_of(case) == ClaimState.NEEDS_INFORMATION
    assert case.claim.question == "Which institute was it?"
    with pytest.raises(AlreadyDecided):
        decided(case, desk[0])
    claims.answer(claim=case.claim, by=case.claim.account, words="The one in the north.")
    decided(case, desk[0])
    assert state_of(case) == ClaimState.APPROVED


def test_an_appeal_goes_to_another_moderator_who_does_not_read_the_first_reasoning(desk):
    case = decided(make_case(), desk[0], "reject", words="The reasoning of the first.")
    state_of(case)
    claims.appeal(claim=case.claim, by=case.claim.account, words="Please look again.")
    appeal = Case.objects.get(kind="appeal")
    assert logged_in(desk[0]).get(f"/moderation/cases/{appeal.pk}/").status_code == 404
    page = logged_in(desk[1]).get(f"/moderation/cases/{appeal.pk}/").content.decode()
    assert "The reasoning of the first." not in page
    assert "Please look again." in page
    decided(appeal, desk[1])
    page = logged_in(desk[1]).get(f"/moderation/cases/{appeal.pk}/").content.decode()
    assert "The reasoning of the first." in page
    assert state_of(case) == ClaimState.APPROVED


def test_with_one_moderator_the_appeal_goes_to_an_administrator():
    moderator, administrator = make_moderator(), make_administrator()
    case = decided(make_case(), moderator, "reject")
    state_of(case)
    claims.appeal(claim=case.claim, by=case.claim.account, words="Please look again.")
    appeal = Case.objects.get(kind="appeal")
    assert logged_in(moderator).get(f"/moderation/cases/{appeal.pk}/").status_code == 404
    client = logged_in(administrator)
    assert f"/moderation/cases/{appeal.pk}/" in client.get("/moderation/").content.decode()
    assert client.get(f"/moderation/cases/{appeal.pk}/").status_code == 200


@pytest.mark.parametrize("verdict", ["approve", "reject"])
def test_a_decision_is_undone_and_the_claim_is_as_just_sent(desk, verdict):
    case = decided(make_case(), desk[0], verdict)
    again = undo(desk=desk_of(desk[1]), case=case, reason="mis-click", words="A slip.")
    assert (again.pk, again.state) == (case.pk, Case.State.OPEN)
    assert state_of(again) == ClaimState.SUBMITTED
    assert not Decision.objects.filter(undone_at=None).exists()
    decided(again, desk[0])
    assert state_of(again) == ClaimState.APPROVED


def test_a_decision_is_not_undone_after_thirty_days(desk):
    case = decided(make_case(), desk[0])
    Case.objects.update(decided_at=timezone.now() - timedelta(days=31))
    case.refresh_from_db()
    with pytest.raises(CannotUndo):
        undo(desk=desk_of(desk[0]), case=case, reason="mis-click", words="A slip.")
    assert state_of(case) == ClaimState.APPROVED


def test_one_reverses_in_the_half_open_week_and_two_after_it(desk):
    case = decided(make_case(), desk[0])
    state_of(case)
    reverse(desk=desk_of(desk[1]), claim=case.claim, reason="proof shown false", words="Shown false.")
    assert state_of(case) == ClaimState.REVERSED
    later = decided(make_case(), desk[0])
    later.claim.half_open_until = timezone.now() - timedelta(minutes=1)
    later.claim.state = ClaimState.APPROVED
    later.claim.save()
    dispute = reverse(desk=desk_of(desk[1]), claim=later.claim, reason="proof shown false", words="Shown false.")
    assert (dispute.deciders, state_of(later)) == (2, ClaimState.APPROVED)
    decided(dispute, desk[2], "reject")
    assert state_of(later) == ClaimState.REVERSED


def test_who_approved_a_claim_does_not_reverse_it(desk):
    case = decided(make_case(), desk[0])
    state_of(case)
    path = f"/moderation/claims/{case.claim.pk}/reverse/"
    assert logged_in(desk[0]).get(path).status_code == 404
    client = logged_in(desk[1])
    assert client.get(path).status_code == 200
    given = {"reason": "proof shown false", "words": "Shown false."}
    assert client.post(path, given).status_code == 303
    assert state_of(case) == ClaimState.REVERSED


def test_a_dispute_that_the_holder_wins_leaves_nothing_half_open(desk):
    case = decided(make_case(), desk[0])
    state_of(case)
    dispute = make_case(case.claim, kind="dispute", deciders=2)
    for moderator in desk[1:]:
        decided(dispute, moderator)
    assert state_of(case) == ClaimState.APPROVED
    assert case.claim.half_open_until is None


def test_a_report_is_closed_with_words_and_can_be_opened_again(desk):
    case = decided(make_report_case(), desk[0], rules.NOTHING)
    assert case.state == Case.State.DECIDED
    assert undo(desk=desk_of(desk[1]), case=case, reason="mis-click", words="A slip.").state == Case.State.OPEN


def test_after_120_decisions_in_an_hour_the_next_one_waits(desk):
    case = make_report_case()
    others = [make_report_case(case.author) for _ in range(2)]
    decided(others[0], desk[0], rules.NOTHING)
    other = Case.objects.bulk_create(
        Case(kind="report", state="decided", author=case.author, due_at=timezone.now()) for _ in range(119)
    )
    Decision.objects.bulk_create(Decision(case=one, moderator=desk[0], verdict="nothing", reason="x") for one in other)
    with pytest.raises(TooMany):
        decide(desk=desk_of(desk[0]), case=case, verdict=rules.NOTHING, reason="record is right", words="Right.")
    given = {"verdict": rules.NOTHING, "reason": "record is right", "words": "Right."}
    response = logged_in(desk[0]).post(f"/moderation/cases/{case.pk}/", given)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert JournalEntry.objects.filter(act="decision limit", actor_id=desk[0].pk).exists()


def test_the_only_person_of_a_site_decides_the_appeal_too_and_says_so():
    moderator = make_moderator()
    case = decided(make_case(), moderator, "reject")
    state_of(case)
    claims.appeal(claim=case.claim, by=case.claim.account, words="Please look again.")
    appeal = Case.objects.get(kind="appeal")
    assert logged_in(moderator).get(f"/moderation/cases/{appeal.pk}/").status_code == 200
    decided(appeal, moderator)
    assert state_of(case) == ClaimState.APPROVED
    assert "Decided by one person." in case.claim.words
