"""Works that may be one, at the desk."""

import pytest

from bzpeer.db.journal.models import JournalEntry
from tests.factories.moderation import logged_in, make_match, make_moderator
from works.models import MatchCase, Work

pytestmark = pytest.mark.django_db
PAGE = "/moderation/works/"


@pytest.fixture
def desk():
    return logged_in(make_moderator())


def test_both_works_stand_side_by_side(desk):
    match = make_match()
    page = desk.get(PAGE).content.decode()
    for work in Work.objects.all():
        assert work.get_absolute_url() in page
    assert match.value in page


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_costs_eight_queries_however_many_pairs(desk, count, django_assert_num_queries):
    for _ in range(count):
        make_match()
    desk.get(PAGE)
    with django_assert_num_queries(9):
        desk.get(PAGE)


def test_a_decision_is_journalled_and_can_be_taken_back(desk):
    match = make_match()
    assert desk.post(f"{PAGE}{match.pk}/", {"verdict": "two works"}).status_code == 303
    assert match.value not in desk.get(PAGE).content.decode()
    assert match.value in desk.get(PAGE + "?decided=1").content.decode()
    desk.post(f"{PAGE}{match.pk}/", {"verdict": ""})
    assert MatchCase.objects.get().verdict == ""
    acts = JournalEntry.objects.filter(object_kind="match").order_by("id").values_list("act", flat=True)
    assert list(acts) == ["works are two works", "decision on works taken back"]


def test_a_pair_that_was_decided_meanwhile_is_said_so(desk):
    match = make_match()
    desk.post(f"{PAGE}{match.pk}/", {"verdict": "two works"})
    answer = desk.post(f"{PAGE}{match.pk}/", {"verdict": "one work"})
    assert answer.status_code == 409
    assert "decided meanwhile" in answer.content.decode()


def test_a_verdict_that_there_is_not_changes_nothing(desk):
    match = make_match()
    assert desk.post(f"{PAGE}{match.pk}/", {"verdict": "three works"}).status_code == 422
    assert MatchCase.objects.get().verdict == ""


def test_an_empty_desk_says_when_a_pair_appears(desk):
    assert "Nothing waits here" in desk.get(PAGE).content.decode()
