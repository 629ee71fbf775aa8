"""Stored figures follow from the record."""

import pytest

from works.identity.services import settle
from works.models import Author, AuthorName, Authorship, SiteFigure, StaleBlock, Topic, Work, WorkTopic
from works.record import figures
from works.record.addresses import fold, slug_of
from works.record.names import block_of
from works.record.teams import team_of

pytestmark = pytest.mark.django_db


def make_work(title: str, year: int, names: list[str], topics: list[Topic] = []) -> Work:  # noqa: B006
    work = Work.objects.create(
        title=title,
        slug=slug_of(title),
        title_key=fold(title),
        year=year,
        authors_count=len(names),
        team=team_of(names),
    )
    for position, name in enumerate(names, start=1):
        Authorship.objects.create(work=work, position=position, name=name, block=block_of(name))
        StaleBlock.objects.create(block=block_of(name))
    for position, topic in enumerate(topics, start=1):
        WorkTopic.objects.create(work=work, topic=topic, position=position)
    return work


@pytest.fixture
def three_works() -> list[Work]:
    engines = Topic.objects.create(scheme="arxiv", code="cs.AR", name="Engines", slug="engines", name_key="engines")
    looms = Topic.objects.create(scheme="arxiv", code="cs.RO", name="Looms", slug="looms", name_key="looms")
    works = [
        make_work("Zeta", 2021, ["Ada Byron", "Charles Babbage"], [engines]),
        make_work("Alpha", 2021, ["A. Byron", "Charles Babbage"], [engines, looms]),
        make_work("Beta", 2023, ["Ada M. Byron", "Charles Babbage"]),
    ]
    settle()
    figures.refresh(None)
    return works


def test_an_author_has_counts_years_and_the_most_telling_name(three_works):
    ada = Author.objects.get(authorships__name="Ada Byron")
    assert ada.works_count == 3
    assert ada.topics_count == 2
    assert (ada.first_year, ada.last_year) == (2021, 2023)
    assert ada.name == "Ada M. Byron"
    assert ada.slug == "ada-m-byron"
    assert sorted(ada.names.values_list("printed", "uses")) == [("A. Byron", 1), ("Ada Byron", 1), ("Ada M. Byron", 1)]


def test_works_stand_newest_year_first_then_by_title(three_works):
    ada = Author.objects.get(name="Ada M. Byron")
    ranked = ada.authorships.order_by("list_rank").values_list("list_rank", "work__title")
    assert list(ranked) == [(1, "Beta"), (2, "Alpha"), (3, "Zeta")]


def test_a_byline_is_stored_with_the_addresses_of_its_authors(three_works):
    ada, charles = Author.objects.get(name="Ada M. Byron"), Author.objects.get(name="Charles Babbage")
    alpha = Work.objects.get(title="Alpha")
    assert alpha.byline == [[ada.pk, "A. Byron", ada.slug], [charles.pk, "Charles Babbage", charles.slug]]


def test_topics_and_the_site_are_counted(three_works):
    engines = Topic.objects.get(code="cs.AR")
    assert (engines.works_count, engines.people_count) == (2, 2)
    assert dict(SiteFigure.objects.values_list("name", "value")) == {
        "researchers": 2,
        "works": 3,
        "topics": 2,
        "institutions": 0,
    }


def test_refreshing_some_gives_what_refreshing_everybody_gives(three_works):
    def state():
        return [
            list(Author.objects.order_by("id").values_list("id", "name", "works_count", "topics_count")),
            list(AuthorName.objects.order_by("author", "printed").values_list("author", "printed", "uses")),
            list(Authorship.objects.order_by("id").values_list("id", "list_rank")),
            list(Work.objects.order_by("id").values_list("byline", flat=True)),
        ]

    make_work("Gamma", 2024, ["Ada Byron", "Mary Somerville", "Charles Babbage"])
    settle()
    figures.refresh(list(Author.objects.values_list("pk", flat=True)))
    some = state()
    figures.refresh(None)
    assert state() == some
    assert Author.objects.get(name__startswith="Ada").works_count == 4


def test_a_refresh_without_change_rewrites_no_byline(three_works):
    before = list(Work.objects.order_by("id").values_list("version", flat=True))
    figures.refresh(None)
    assert list(Work.objects.order_by("id").values_list("version", flat=True)) == before
