"""Authors that may be one, at the desk."""

import pytest

from bzpeer.db.journal.models import JournalEntry
from profiles.moderation.models import Case
from tests.factories.moderation import logged_in, make_moderator, make_pair
from tests.factories.profiles import make_author, make_researcher
from tests.works.identity.test_partings import again, holder, published
from tests.works.identity.test_weighing import weigh
from works.identity.services import settle
from works.models import LikelyPair, NotMine

pytestmark = pytest.mark.django_db
PAGE = "/moderation/researchers/"


@pytest.fixture
def moderator():
    return make_moderator()


@pytest.fixture
def desk(moderator):
    return logged_in(moderator)


def test_both_records_stand_side_by_side_with_the_reasons(desk):
    pair = make_pair()
    page = desk.get(PAGE).content.decode()
    for author in (pair.one, pair.other):
        assert author.get_absolute_url() in page
    assert "80 % likely one person" in page
    assert "charles babbage" in page
    assert PAGE in desk.get("/moderation/").content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_costs_seven_queries_however_many_pairs(desk, count, django_assert_num_queries):
    for _ in range(count):
        make_pair()
    desk.get(PAGE)
    with django_assert_num_queries(8):
        desk.get(PAGE)


def test_the_likeliest_comes_first(desk):
    unsure, sure = make_pair(probability=0.6), make_pair(probability=0.9)
    page = desk.get(PAGE).content.decode()
    assert page.index(f"pair-{sure.pk}") < page.index(f"pair-{unsure.pk}")


def test_it_becomes_a_merge_case_that_the_moderator_may_decide(desk):
    pair = make_pair()
    answer = desk.post(f"{PAGE}{pair.pk}/", {"verdict": "case"})
    case = Case.objects.get(kind=Case.Kind.MERGE)
    assert (answer.status_code, answer["Location"]) == (303, f"/moderation/cases/{case.pk}/")
    assert "80 % likely" in case.proposal.words
    assert desk.get(answer["Location"]).status_code == 200
    assert f"pair-{pair.pk}" not in desk.get(PAGE).content.decode()


def test_two_people_is_never_asked_again_and_no_machine_joins_them(desk):
    works = [published(f"Engine {n}", "Ada Byron", "Charles Babbage") for n in range(2)]
    other = published("Sky", "A. Byron", "Mary Somerville")
    settle()
    ada, kay = holder(works[0], "Ada Byron"), holder(other, "A. Byron")
    pair = make_pair(*sorted((ada, kay), key=lambda one: one.pk))
    assert desk.post(f"{PAGE}{pair.pk}/", {"verdict": "two people"}).status_code == 303
    both = published("Both", "Ada Byron", "Charles Babbage", "Mary Somerville")
    for _ in range(2):
        again()
        weigh()
    assert holder(other, "A. Byron") == kay
    assert holder(works[0], "Ada Byron") == ada
    assert holder(both, "Ada Byron") != kay
    assert LikelyPair.objects.get(pk=pair.pk).verdict == "two people"
    assert not LikelyPair.objects.filter(verdict="").exists()


def test_a_decision_is_journalled_and_taking_it_back_takes_its_words_along(desk):
    pair = make_pair()
    desk.post(f"{PAGE}{pair.pk}/", {"verdict": "two people"})
    assert NotMine.objects.count() == 2
    assert f"pair-{pair.pk}" in desk.get(PAGE + "?decided=1").content.decode()
    desk.post(f"{PAGE}{pair.pk}/", {"verdict": ""})
    assert not NotMine.objects.exists()
    assert LikelyPair.objects.get().verdict == ""
    acts = JournalEntry.objects.filter(object_kind="pair").order_by("id").values_list("act", flat=True)
    assert list(acts) == ["authors: two people", "decision on authors taken back"]


def test_what_was_decided_meanwhile_is_said_so_and_another_word_changes_nothing(desk):
    pair = make_pair()
    assert desk.post(f"{PAGE}{pair.pk}/", {"verdict": "three people"}).status_code == 422
    desk.post(f"{PAGE}{pair.pk}/", {"verdict": "two people"})
    answer = desk.post(f"{PAGE}{pair.pk}/", {"verdict": "case"})
    assert answer.status_code == 409
    assert "decided meanwhile" in answer.content.decode()


def test_nobody_decides_about_their_own_record(desk, moderator):
    pair = make_pair(make_author("Mo Desk"), make_author("M. Desk"))
    make_researcher(pair.one, moderator)
    assert f"pair-{pair.pk}" not in desk.get(PAGE).content.decode()
    assert desk.post(f"{PAGE}{pair.pk}/", {"verdict": "two people"}).status_code == 404
