"""Reports by anybody, their limit, the answer; the public clock."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from profiles.moderation import reporting
from profiles.moderation.clock import desk_clock
from profiles.moderation.models import Case, Decision, Report
from profiles.moderation.words import duration
from tests.factories.moderation import decided, logged_in, make_claim, make_moderator, make_report_case
from tests.factories.profiles import make_account, make_author

pytestmark = pytest.mark.django_db
GIVEN = {"subject": "wrong data", "words": "The year is wrong.", "email": ""}


@pytest.fixture
def ada(db):
    return make_author()


def path_of(author):
    return f"{author.get_absolute_url()}report/"


def test_anybody_reports_without_an_account(client, ada):
    page = client.get(path_of(ada))
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert client.post(path_of(ada), GIVEN).status_code == 303
    case = Case.objects.get(kind="report")
    assert case.report.words == "The year is wrong."
    assert case.due_at - timezone.now() > timedelta(days=6)
    # The network is kept as a keyed hash only.
    assert len(case.report.network) == 64
    assert "127.0.0.1" not in case.report.network
    assert client.get(f"{path_of(ada)}thanks/").status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"subject": "other"}, {"words": " "}, {"words": "x" * 4001}, {"email": "nobody"}, {"subject": ""}],
)
def test_a_bad_report_is_422_and_keeps_what_was_typed(client, ada, change):
    response = client.post(path_of(ada), GIVEN | change)
    assert response.status_code == 422
    assert not Report.objects.exists()
    if "words" not in change:
        assert "The year is wrong." in response.content.decode()


def test_the_same_report_sent_twice_is_one(client, ada):
    for _time in range(2):
        assert client.post(path_of(ada), GIVEN).status_code == 303
    assert Report.objects.count() == Case.objects.count() == 1


def test_a_network_sends_five_reports_a_day(client, ada, settings):
    settings.RATE_LIMITS = True
    for number in range(5):
        assert client.post(path_of(ada), GIVEN | {"words": f"Report {number}."}).status_code == 303
    response = client.post(path_of(ada), GIVEN | {"words": "One more."})
    assert response.status_code == 429
    assert "One more." in response.content.decode()
    assert 0 < int(response["Retry-After"]) <= 86400
    other = client.post(path_of(ada), GIVEN | {"words": "From elsewhere."}, REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 303
    Report.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert client.post(path_of(ada), GIVEN | {"words": "Tomorrow."}).status_code == 303


def test_an_account_is_counted_by_itself_and_leaves_no_network(ada, settings):
    settings.RATE_LIMITS = True
    account = make_account()
    logged_in(account).post(path_of(ada), GIVEN)
    report = Report.objects.get()
    assert (report.account_id, report.network) == (account.pk, "")


def test_a_removed_record_is_410_and_an_unknown_one_404(client, ada):
    assert client.get("/researchers/nobody-999999/report/").status_code == 404
    ada.removed_at = timezone.now()
    ada.save()
    assert client.get(path_of(ada)).status_code == 410


def test_the_answer_goes_by_mail_and_the_address_is_deleted(ada, work_off):
    report = reporting.report(
        author=ada, account=None, network="x", subject="wrong data", words="Wrong.", email="rea@home.example"
    )
    decided(Case.objects.get(report=report), make_moderator(), "nothing", words="The source says so too.")
    work_off()
    sent = mail.outbox[-1]
    assert sent.to == ["rea@home.example"]
    assert "The source says so too." in sent.body
    report.refresh_from_db()
    assert report.email == ""


def _decided(kind, *, hours, verdict="approve", days_ago=1, deciders=1):
    now = timezone.now() - timedelta(days=days_ago)
    claim = make_claim(state="withdrawn")
    case = Case.objects.create(
        kind=kind,
        state="decided",
        author=claim.author,
        claim=claim,
        due_at=now,
        deciders=deciders,
        opened_at=now - timedelta(hours=hours),
        decided_at=now,
    )
    Decision.objects.create(case=case, moderator=None, verdict=verdict, reason="x")


def test_the_clock_counts_what_was_decided_in_ninety_days():
    for hours in (1, 2, 3, 4, 10):
        _decided("claim", hours=hours)
    _decided("claim", hours=1000, days_ago=91)
    _decided("appeal", hours=5, verdict="reject")
    _decided("appeal", hours=6, verdict="approve", deciders=2)
    make_report_case()
    figures = desk_clock()
    assert (figures.open_cases, figures.overdue, figures.decided) == (1, 0, 7)
    assert figures.median == timedelta(hours=4)
    assert figures.slowest_tenth == timedelta(hours=7.6)
    assert (figures.appeals, figures.overturned, figures.by_one_person) == (2, 0.5, 1)


def test_anybody_reads_the_clock(client, django_assert_num_queries):
    _decided("claim", hours=30)
    with django_assert_num_queries(1):
        page = client.get("/moderation/clock/")
    assert page.status_code == 200
    assert "30 hours" in page.content.decode()
    assert "no appeals yet" in page.content.decode()
    assert not page.cookies


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (None, "nothing decided yet"),
        (timedelta(seconds=20), "under a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=3, hours=5), "3 days"),
    ],
)
def test_a_length_of_time_is_told_in_its_largest_unit(length, words):
    assert duration(length) == words
