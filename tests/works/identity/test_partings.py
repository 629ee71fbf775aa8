"""What people say about who wrote what: places leave, come back, are asked for, and no machine undoes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.profiles import make_author, make_work
from tests.works.importers.feeds import entry, write_feed
from tests.works.importers.test_import import import_arxiv
from works.identity import partings
from works.identity.services import settle
from works.models import Author, AuthorRedirect, Authorship, Mine, NotMine, StaleBlock, StaleMark, Work
from works.record.names import block_of
from works.record.teams import team_of

pytestmark = pytest.mark.django_db


def published(title, *names):
    """A work with this byline, its places held by nobody yet, and their blocks to be put together."""
    work = make_work(title)
    write_byline(work, names)
    return work


def write_byline(work, names):
    """The byline anew, as a later version would print it: who held a place keeps it where the name is the same."""
    held = dict(work.authorships.values_list("name", "author_id"))
    work.authorships.all().delete()
    Work.objects.filter(pk=work.pk).update(team=team_of(names), authors_count=len(names))
    for position, name in enumerate(names, start=1):
        Authorship.objects.create(
            work=work, position=position, name=name, author_id=held.get(name), block=block_of(name)
        )
        StaleBlock.objects.create(block=block_of(name))


def again():
    """Put every block together anew, as after an import that touched them all."""
    for block in set(Authorship.objects.values_list("block", flat=True)):
        StaleBlock.objects.create(block=block)
    settle()


def holder(work, name):
    return Authorship.objects.get(work=work, name=name).author


@pytest.fixture
def record():
    """Ada with three works, all with Charles."""
    works = [published(f"Engine {number}", "Ada Byron", "Charles Babbage") for number in range(3)]
    settle()
    return holder(works[0], "Ada Byron"), works


def test_a_disowned_place_goes_to_a_record_of_its_own(record):
    ada, works = record
    parted = partings.disown(author=ada, work_ids=[works[1].pk])
    assert holder(works[1], "Ada Byron") == parted[works[1].pk] != ada
    assert [holder(work, "Ada Byron") for work in (works[0], works[2])] == [ada, ada]
    assert NotMine.objects.get().name == "Ada Byron"


def test_everybody_on_the_byline_and_the_work_are_marked(record):
    ada, works = record
    StaleMark.objects.all().delete()
    parted = partings.disown(author=ada, work_ids=[works[1].pk])
    charles = holder(works[1], "Charles Babbage")
    marked = set(StaleMark.objects.values_list("kind", "object_id"))
    assert marked == {
        ("author", ada.pk), ("author", charles.pk), ("author", parted[works[1].pk].pk), ("work", works[1].pk),
    }  # fmt: skip


def test_works_of_others_are_passed_over(record):
    ada, _ = record
    other = published("Elsewhere", "Mary Somerville")
    settle()
    assert partings.disown(author=ada, work_ids=[other.pk]) == {}
    assert not NotMine.objects.exists()


def test_no_clustering_brings_it_back_and_none_takes_the_rest_apart(record):
    ada, works = record
    partings.disown(author=ada, work_ids=[works[1].pk])
    for _ in range(3):
        again()
        assert holder(works[1], "Ada Byron") != ada
        assert [holder(work, "Ada Byron") for work in (works[0], works[2])] == [ada, ada]


def test_a_later_work_still_comes_to_the_author_who_disowned_one(record):
    ada, works = record
    partings.disown(author=ada, work_ids=[works[1].pk])
    late = published("Engine 9", "Ada Byron", "Charles Babbage")
    again()
    assert holder(late, "Ada Byron") == ada
    assert holder(works[1], "Ada Byron") != ada


def test_a_later_version_that_prints_the_name_in_another_way_does_not_bring_it_back(record):
    ada, works = record
    partings.disown(author=ada, work_ids=[works[1].pk])
    write_byline(works[1], ["A. Byron", "Charles Babbage"])
    again()
    assert holder(works[1], "A. Byron") != ada


def test_what_is_disowned_may_be_put_to_a_namesake(record):
    ada, works = record
    partings.disown(author=ada, work_ids=[works[1].pk])
    Work.objects.filter(pk=works[1].pk).update(team=team_of(["Ada Byron", "Mary Somerville"]))
    namesake = published("Astronomy", "Ada Byron", "Mary Somerville")
    again()
    assert holder(works[1], "Ada Byron") == holder(namesake, "Ada Byron") != ada


def test_taken_back_the_place_and_the_clustering_are_as_before(record):
    ada, works = record
    parted = partings.disown(author=ada, work_ids=[works[1].pk])[works[1].pk]
    partings.take_back(author=ada, work_id=works[1].pk)
    again()
    assert holder(works[1], "Ada Byron") == ada
    assert not NotMine.objects.exists()
    assert not Author.objects.filter(pk=parted.pk).exists()
    assert AuthorRedirect.objects.get(old_id=parted.pk).author == ada


def test_it_is_taken_back_within_thirty_days_only(record):
    ada, works = record
    partings.disown(author=ada, work_ids=[works[1].pk])
    NotMine.objects.update(said_at=timezone.now() - timedelta(days=30, minutes=1))
    with pytest.raises(partings.TooLate):
        partings.take_back(author=ada, work_id=works[1].pk)
    assert holder(works[1], "Ada Byron") != ada


def test_what_was_not_disowned_cannot_be_taken_back(record):
    ada, works = record
    with pytest.raises(partings.NotThere):
        partings.take_back(author=ada, work_id=works[0].pk)


def test_a_place_that_was_asked_for_stays_through_every_clustering(record):
    ada, works = record
    lone = published("A lone note", "A. Byron", "Joseph Jacquard")
    settle()
    before = holder(lone, "A. Byron")
    assert before != ada
    partings.ask_for(author=ada, authorship_id=Authorship.objects.get(work=lone, name="A. Byron").pk)
    for _ in range(3):
        again()
        assert holder(lone, "A. Byron") == ada
        assert all(holder(work, "Ada Byron") == ada for work in works)
    assert AuthorRedirect.objects.get(old_id=before.pk).author == ada


def test_of_two_names_on_one_byline_the_one_that_was_asked_for_is_the_authors():
    work = published("Two of a name", "Ada Byron", "A. Byron")
    other = published("Engine", "Ada Byron", "Charles Babbage")
    settle()
    ada = holder(other, "Ada Byron")
    partings.ask_for(author=ada, authorship_id=Authorship.objects.get(work=work, name="A. Byron").pk)
    again()
    assert holder(work, "A. Byron") == ada != holder(work, "Ada Byron")


@pytest.mark.parametrize("name", ["Anna Byron", "Charles Babbage"])
def test_a_name_that_cannot_be_the_authors_is_refused(record, name):
    ada, _ = record
    other = published("Elsewhere", name)
    with pytest.raises(partings.AnotherName):
        partings.ask_for(author=ada, authorship_id=other.authorships.get().pk)
    assert not Mine.objects.exists()


def test_a_name_beside_the_record_counts_too(record):
    ada, _ = record
    other = published("Early work", "Ada Lovelace")
    partings.ask_for(author=ada, authorship_id=other.authorships.get().pk, also=["Ada Lovelace"])
    assert holder(other, "Ada Lovelace") == ada


def test_nobody_stands_twice_on_one_byline(record):
    ada, works = record
    write_byline(works[0], ["Ada Byron", "A. Byron"])
    with pytest.raises(partings.OnTheByline):
        partings.ask_for(author=ada, authorship_id=Authorship.objects.get(work=works[0], name="A. Byron").pk)
    assert not Mine.objects.exists()


def test_words_go_along_when_a_record_goes_into_another(record):
    ada, works = record
    partings.disown(author=ada, work_ids=[works[1].pk])
    from works.identity.services import retire

    bela = make_author("Bela Bartos")
    Authorship.objects.filter(author=ada).update(author=bela)
    retire({ada.pk: bela.pk})
    assert NotMine.objects.get().author == bela


def test_the_same_feed_and_a_later_version_leave_it_where_it_is(tmp_path):
    key, both = "2401.00002", ["Ada Byron", "Charles Babbage"]
    first = [entry("2401.00001v1", "Engine one", both), entry(f"{key}v1", "Engine two", both)]
    import_arxiv(write_feed(tmp_path, *first))
    work = Work.objects.get(identifiers__value=key)
    ada = holder(work, "Ada Byron")
    partings.disown(author=ada, work_ids=[work.pk])
    later = entry(f"{key}v2", "Engine two, revised", ["Ada Byron", "Charles Babbage", "Mary Somerville"])
    for lines in (first, [*first, later], [*first, entry("2401.00003v1", "Engine three", both)]):
        import_arxiv(write_feed(tmp_path, *lines))
        again()
        assert holder(work, "Ada Byron") != ada
    assert {one.work.title for one in ada.authorships.all()} == {"Engine one", "Engine three"}
