"""What time does to claims, and the letters about them."""

import pytest
from django.core import mail

from profiles.claims import services, sweeping
from profiles.claims.models import Claim, ClaimState as State
from tests.factories.profiles import make_account
from tests.profiles.claims import records
from tests.profiles.claims.records import age, draft, make_person, proven, stated

pytestmark = pytest.mark.django_db
ADDRESS = "ada.lovelace@engines.example.edu"


@pytest.fixture
def ada(db):
    return records.make_record(institution=records.make_institution())


@pytest.fixture
def asked(ada):
    claim = stated(ada)
    services.move(
        claim=claim, to=State.NEEDS_INFORMATION, by=make_account(), reason="which works", words="Which works?"
    )
    return claim


def test_a_draft_is_deleted_after_thirty_days(ada):
    claim = draft(ada, make_person())
    sweeping.sweep()
    assert Claim.objects.filter(pk=claim.pk).exists()
    age(claim, due_at="30 days 1 minute")
    sweeping.sweep()
    assert not Claim.objects.filter(pk=claim.pk).exists()


def test_reminders_come_after_14_and_27_days_once_each(asked, work_off):
    work_off()
    mail.outbox.clear()
    for days, letters in ((13, 0), (2, 1), (1, 1), (12, 2), (1, 2)):
        age(asked, moved_at=f"{days} days", due_at=f"{days} days")
        sweeping.sweep()
        sweeping.sweep()
        work_off()
        assert (days, len(mail.outbox)) == (days, letters)
    assert "Which works?" in mail.outbox[0].body


def test_an_unanswered_question_ends_the_claim_and_a_new_one_is_free(asked, ada):
    age(asked, moved_at="31 days", due_at="31 days")
    sweeping.sweep()
    asked.refresh_from_db()
    assert asked.state == State.WITHDRAWN
    assert stated(ada, asked.account).state == State.SUBMITTED


def test_a_statement_is_deleted_ninety_days_after_the_decision(ada):
    claim = stated(ada)
    services.move(claim=claim, to=State.REJECTED, by=make_account(), reason="not enough")
    age(claim, moved_at="89 days")
    assert sweeping.delete_statements() == 0
    age(claim, moved_at="2 days")
    assert sweeping.delete_statements() == 1
    assert "text" not in claim.evidence.get().fact


def test_what_was_brought_is_forgotten_a_year_after_the_claim_ended(ada):
    rejected, held = stated(ada), proven(records.make_record("Grace Hopper"), make_person(ADDRESS), ADDRESS)
    services.move(claim=rejected, to=State.REJECTED, by=make_account(), reason="not enough", words="Too little.")
    for claim in (rejected, held):
        age(claim, moved_at="364 days")
    assert sweeping.forget_ended() == 0
    for claim in (rejected, held):
        age(claim, moved_at="2 days")
    assert (sweeping.forget_ended(), sweeping.forget_ended()) == (1, 0)
    rejected.refresh_from_db()
    assert (rejected.words, rejected.reason, rejected.evidence.count(), held.evidence.count()) == ("", "", 0, 1)


def test_each_decision_is_told_in_text_and_html_with_a_fixed_number(ada, work_off):
    claim = stated(ada)
    work_off()
    services.move(claim=claim, to=State.REJECTED, by=make_account(), reason="not enough", words="An address would do.")
    work_off()
    arrived, rejected = mail.outbox
    assert arrived.subject == "Your claim on Ada Lovelace has arrived"
    assert rejected.subject == "Your claim on Ada Lovelace was not accepted"
    assert "An address would do." in rejected.body
    assert f"/claims/{claim.pk}/" in rejected.body
    assert rejected.alternatives[0][1] == "text/html"
    assert rejected.extra_headers["Message-ID"].startswith(f"<claim-state-{claim.pk}-{claim.account_id}-")


def test_a_claim_that_a_rule_accepts_is_one_letter(ada, work_off):
    proven(ada, make_person(ADDRESS), ADDRESS)
    work_off()
    assert [message.subject for message in mail.outbox] == ["You hold the record of Ada Lovelace"]


def test_a_name_breaks_no_subject(db, work_off):
    stated(records.make_record("Eve\r\nBcc: all@example.org Lovelace"))
    work_off()
    assert "\n" not in mail.outbox[0].subject
