"""Late and blocked cases, and how long a moderator's session lasts."""

import time

import pytest
from django.core import mail
from django.utils import timezone

from bzpeer.db.journal.models import JournalEntry
from profiles.moderation import overdue
from tests.factories.moderation import logged_in, make_administrator, make_case, make_claim, make_moderator

pytestmark = pytest.mark.django_db


def acts(case):
    return list(JournalEntry.objects.filter(object_kind="case", object_id=case.pk).values_list("act", flat=True))


def test_a_late_case_is_told_once_to_administrators_and_the_claimant_gets_a_new_date(work_off):
    make_moderator()
    administrator, case = make_administrator(), make_case(days=-1)
    for _sweep in range(2):
        overdue.watch()
    assert acts(case).count("case late") == 1
    case.claim.refresh_from_db()
    assert case.claim.due_at > timezone.now()
    case.refresh_from_db()
    assert case.due_at < timezone.now()
    work_off()
    sent = {message.to[0]: message for message in mail.outbox}
    assert "past their due date: 1." in sent[administrator.email].body
    assert "the new date is" in sent[case.claim.account.email].body


def test_a_case_in_time_is_told_to_nobody():
    make_moderator()
    case = make_case()
    overdue.watch()
    assert acts(case) == ["case opened"]


def test_a_case_that_nobody_may_decide_is_told(work_off):
    moderator, administrator = make_moderator(), make_administrator()
    case = make_case(make_claim(account=moderator))
    for _sweep in range(2):
        overdue.watch()
    assert acts(case).count("nobody may decide") == 1
    assert JournalEntry.objects.filter(object_kind="claim", act="nobody may decide").count() == 1
    work_off()
    assert administrator.email in [message.to[0] for message in mail.outbox]


@pytest.mark.parametrize(("began", "seen"), [(3600, 31 * 60), (12 * 3600 + 60, 60)])
def test_a_moderators_session_is_over_after_half_an_hour_idle_or_twelve_hours(began, seen):
    client = logged_in(make_moderator())
    assert client.get("/moderation/").status_code == 200
    session, now = client.session, int(time.time())
    session["desk_began"], session["desk_seen"] = now - began, now - seen
    session.save()
    response = client.get("/moderation/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/moderation/"
    assert client.get("/moderation/").status_code == 404
