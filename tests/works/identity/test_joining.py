"""Two records become one, one becomes two, each is taken back, and no import or clustering undoes any of it."""

import pytest

from bzpeer.db.journal.models import JournalEntry
from tests.factories.profiles import make_author
from tests.works.identity.tables import differences, every_row
from tests.works.identity.test_partings import again, holder, published, write_byline
from tests.works.importers.feeds import entry, write_feed
from tests.works.importers.test_import import import_arxiv
from works.identity import joining
from works.identity.errors import AlreadyOne, NotAPart, NotThere, OnOneWork, RestsOn, TwoIds, UndoneAlready
from works.identity.services import settle
from works.models import (
    Author,
    AuthorChange,
    AuthorIdentifier,
    AuthorRedirect,
    Authorship,
    Mine,
    NotMine,
    StaleMark,
    Work,
)
from works.record import figures

pytestmark = pytest.mark.django_db
ID, OTHER_ID = "0000-0002-1825-0097", "0000-0001-5109-3700"


@pytest.fixture
def two():
    """Ada Byron with three works by Charles, and A. K. Byron with two by Mary: no machine takes them for one."""
    engines = [published(f"Engine {number}", "Ada Byron", "Charles Babbage") for number in range(3)]
    skies = [published(f"Sky {number}", "A. K. Byron", "Mary Somerville") for number in range(2)]
    settle()
    figures.refresh(None)
    return holder(engines[0], "Ada Byron"), holder(skies[0], "A. K. Byron"), engines, skies


def merged(kept, gone, by="test"):
    return joining.merge(kept=kept, gone=gone, by=by, reason="one person")


def titles(author):
    return sorted(author.authorships.values_list("work__title", flat=True))


def test_all_places_are_one_authors_and_the_old_address_leads_there(two):
    ada, kay, _, _ = two
    AuthorIdentifier.objects.create(author=kay, scheme="orcid", value=ID)
    change = merged(ada, kay)
    assert titles(ada) == ["Engine 0", "Engine 1", "Engine 2", "Sky 0", "Sky 1"]
    assert not Author.objects.filter(pk=kay.pk).exists()
    assert AuthorRedirect.objects.get(old_id=kay.pk).author == ada
    assert AuthorIdentifier.objects.get().author == ada
    assert (change.kind, change.kept_id, change.other_id) == ("merge", ada.pk, kay.pk)
    assert JournalEntry.objects.get(object_kind="author", act="merge made").object_id == ada.pk


def test_everybody_touched_is_marked_and_the_version_goes_up_at_once(two):
    ada, kay, _, skies = two
    mary = holder(skies[0], "Mary Somerville")
    StaleMark.objects.all().delete()
    merged(ada, kay)
    marked = set(StaleMark.objects.values_list("kind", "object_id"))
    assert {("author", ada.pk), ("author", mary.pk), ("work", skies[0].pk), ("work", skies[1].pk)} <= marked
    assert Author.objects.get(pk=ada.pk).version > ada.version


def test_every_later_clustering_leaves_them_one_and_new_works_of_both_come_to_it(two):
    ada, kay, engines, skies = two
    merged(ada, kay)
    late = [published("Engine 9", "Ada Byron", "Charles Babbage"), published("Sky 9", "A. Byron", "Mary Somerville")]
    for _ in range(3):
        again()
        assert {holder(work, "Ada Byron") for work in engines} | {holder(w, "A. K. Byron") for w in skies} == {ada}
    assert [holder(late[0], "Ada Byron"), holder(late[1], "A. Byron")] == [ada, ada]


def test_names_that_no_machine_takes_for_one_are_one_in_every_block():
    engines = [published(f"Engine {number}", "Ada Byron", "Charles Babbage") for number in range(2)]
    notes = [published(f"Note {number}", "Augusta Lovelace", "Luigi Menabrea") for number in range(2)]
    alba = [published(f"Alba {number}", "Alba Byron", "Joseph Jacquard") for number in range(2)]
    settle()
    ada = holder(engines[0], "Ada Byron")
    merged(ada, holder(notes[0], "Augusta Lovelace"))
    merged(ada, holder(alba[0], "Alba Byron"))
    late = {
        "Augusta Lovelace": published("Note 9", "Augusta Lovelace", "Luigi Menabrea"),
        "Alba Byron": published("Alba 9", "Alba Byron", "Joseph Jacquard"),
        "Anna Byron": published("Anna 1", "Anna Byron", "Charles Babbage"),
    }
    for _ in range(2):
        again()
        assert {name: holder(work, name) == ada for name, work in late.items()} == {
            "Augusta Lovelace": True, "Alba Byron": True, "Anna Byron": False,
        }  # fmt: skip


def test_nothing_is_merged_with_itself_or_twice_in_any_direction(two):
    ada, kay, _, _ = two
    third = make_author("Ada King")
    with pytest.raises(AlreadyOne):
        merged(ada, ada)
    merged(ada, kay)
    for kept, gone in ((ada, kay), (kay, ada), (third, kay), (kay, third)):
        with pytest.raises(AlreadyOne):
            merged(kept, gone)
    with pytest.raises(AlreadyOne):
        joining.split(author=kay, authorship_ids=[], by="test", reason="")
    assert str(AlreadyOne.words) == "These two are already one record."


def test_what_was_removed_is_not_merged(two):
    ada, kay, _, _ = two
    Author.objects.filter(pk=kay.pk).update(removed_at="2026-01-01T00:00Z")
    with pytest.raises(NotThere):
        merged(ada, kay)


def test_chains_are_one_step_deep_and_come_apart_from_the_end(two):
    ada, kay, _, _ = two
    third = holder(published("Loom", "Ada King", "Joseph Jacquard"), "Ada King") or make_author("Ada King")
    first, second = merged(kay, third), merged(ada, kay)
    assert dict(AuthorRedirect.objects.values_list("old_id", "author")) == {third.pk: ada.pk, kay.pk: ada.pk}
    with pytest.raises(RestsOn) as refused:
        joining.undo(change=first, by="test")
    assert str(refused.value.words) == f"Merge {second.pk} came later and rests on this. Undo that one first."
    joining.undo(change=second, by="test")
    assert dict(AuthorRedirect.objects.values_list("old_id", "author")) == {third.pk: kay.pk}
    joining.undo(change=first, by="test")
    assert not AuthorRedirect.objects.exists()
    assert Author.objects.filter(pk__in=[ada.pk, kay.pk, third.pk]).count() == 3


def test_nobody_stands_twice_on_one_byline(two):
    ada, kay, engines, _ = two
    write_byline(engines[0], ["Ada Byron", "A. K. Byron"])
    Authorship.objects.filter(work=engines[0], name="A. K. Byron").update(author=kay)
    with pytest.raises(OnOneWork) as refused:
        merged(ada, kay)
    assert "“Engine 0”" in str(refused.value.words)
    assert not AuthorChange.objects.exists()


@pytest.mark.parametrize("where", ["carried", "printed"])
def test_two_orcid_ids_are_two_people(two, where):
    ada, kay, _, skies = two
    AuthorIdentifier.objects.create(author=ada, scheme="orcid", value=ID)
    if where == "carried":
        AuthorIdentifier.objects.create(author=kay, scheme="orcid", value=OTHER_ID)
    else:
        Authorship.objects.filter(work=skies[0], author=kay).update(identifiers=[f"orcid:{OTHER_ID}"])
    with pytest.raises(TwoIds) as refused:
        merged(ada, kay)
    assert f"{OTHER_ID}, {ID}" in str(refused.value.words)


def test_a_merge_undone_gives_back_exactly_what_was(two):
    ada, kay, engines, skies = two
    AuthorIdentifier.objects.create(author=kay, scheme="orcid", value=ID)
    AuthorRedirect.objects.create(old_id=999_999, author=kay)
    NotMine.objects.create(author=ada, work=skies[0], name="A. K. Byron")
    NotMine.objects.create(author=kay, work=engines[0], name="Charles Babbage")
    Mine.objects.create(author=kay, work=skies[1], name="A. K. Byron")
    before = every_row()
    change = merged(ada, kay)
    figures.refresh(None)
    assert differences(before, every_row())
    assert not NotMine.objects.filter(work=skies[0]).exists()
    joining.undo(change=change, by="test")
    settle()
    figures.refresh(None)
    assert differences(before, every_row()) == {}
    with pytest.raises(UndoneAlready):
        joining.undo(change=change, by="test")


def test_what_came_since_the_merge_stays_or_goes_where_its_evidence_says(two):
    ada, kay, _, skies = two
    change = merged(ada, kay)
    late = [published("Engine 9", "Ada Byron", "Charles Babbage"), published("Sky 9", "A. K. Byron", "Mary Somerville")]
    again()
    # A later version of a work is printed anew, and its places are new rows.
    write_byline(skies[0], ["A. K. Byron", "Mary Somerville", "John Herschel"])
    joining.undo(change=change, by="test")
    again()
    assert [holder(late[0], "Ada Byron"), holder(late[1], "A. K. Byron")] == [ada, kay]
    assert titles(kay) == ["Sky 0", "Sky 1", "Sky 9"]


def split_off(author, works, **given):
    ids = list(Authorship.objects.filter(author=author, work__in=works).values_list("pk", flat=True))
    change = joining.split(author=author, authorship_ids=ids, by="test", reason="two people", **given)
    return change, Author.objects.get(pk=change.other_id)


def test_a_part_gets_a_record_of_its_own_and_every_clustering_leaves_them_two(two):
    ada, _, engines, _ = two
    change, new = split_off(ada, engines[:1])
    assert (titles(new), titles(ada), change.kept_id) == (["Engine 0"], ["Engine 1", "Engine 2"], ada.pk)
    late = published("Engine 9", "Ada Byron", "Charles Babbage")
    for _ in range(3):
        again()
        assert (titles(new), titles(ada)) == (["Engine 0"], ["Engine 1", "Engine 2"])
    # Charles wrote with both, so nobody can say whose this one is.
    assert holder(late, "Ada Byron") not in {ada, new}


def test_the_larger_part_keeps_the_address(two):
    ada, _, engines, _ = two
    _, new = split_off(ada, engines[:2])
    assert (titles(new), titles(ada)) == (["Engine 2"], ["Engine 0", "Engine 1"])


@pytest.mark.parametrize("number", [0, 3])
def test_a_split_of_nothing_or_everything_is_refused(two, number):
    ada, _, engines, _ = two
    with pytest.raises(NotAPart):
        split_off(ada, engines[:number])


def test_a_split_undone_gives_back_exactly_what_was_but_for_the_redirect(two):
    ada, _, engines, _ = two
    AuthorIdentifier.objects.create(author=ada, scheme="orcid", value=ID)
    Mine.objects.create(author=ada, work=engines[0], name="Ada Byron")
    before = every_row()
    change, new = split_off(ada, engines[:1], identifiers=[AuthorIdentifier.objects.get().pk])
    figures.refresh(None)
    joining.undo(change=change, by="test")
    settle()
    figures.refresh(None)
    assert AuthorRedirect.objects.get(old_id=new.pk).author == ada
    AuthorRedirect.objects.all().delete()
    assert differences(before, every_row()) == {}


def test_a_merge_and_a_split_of_one_record_are_undone_in_order_only(two):
    ada, kay, engines, _ = two
    first = merged(ada, kay)
    second, _ = split_off(ada, engines[:1])
    with pytest.raises(RestsOn) as refused:
        joining.undo(change=first, by="test")
    assert str(refused.value.words) == f"Split {second.pk} came later and rests on this. Undo that one first."
    joining.undo(change=second, by="test")
    joining.undo(change=first, by="test")
    assert len(titles(kay)) == 2


@pytest.mark.parametrize("chosen", [1, 2])
def test_an_id_goes_to_the_side_that_was_said_whichever_keeps_the_address(two, chosen):
    ada, _, engines, _ = two
    mine = AuthorIdentifier.objects.create(author=ada, scheme="openalex", value="A1")
    theirs = AuthorIdentifier.objects.create(author=ada, scheme="orcid", value=ID)
    split_off(ada, engines[:chosen], identifiers=[theirs.pk])
    for one, work in ((theirs, engines[0]), (mine, engines[2])):
        one.refresh_from_db()
        assert one.author == holder(work, "Ada Byron")


def test_an_id_that_was_on_the_wrong_person_does_not_come_back_with_the_next_import(tmp_path):
    both = ["Ada Byron", "Charles Babbage"]
    lines = [entry(f"2401.0000{number}v1", f"Engine {number}", both) for number in range(1, 5)]
    import_arxiv(write_feed(tmp_path, *lines))
    settle()
    engines = [Work.objects.get(title=f"Engine {number}") for number in range(1, 5)]
    ada = holder(engines[0], "Ada Byron")
    wrong = AuthorIdentifier.objects.create(author=ada, scheme="orcid", value=ID)
    printed = Authorship.objects.filter(work__in=[engines[0], engines[3]], name="Ada Byron")
    printed.update(identifiers=[f"orcid:{ID}"])
    _, new = split_off(ada, engines[3:], identifiers=[wrong.pk])
    late = [
        entry("2401.00009v1", "Engine 9", ["Ada Byron", "Joseph Jacquard"]),
        entry("2401.00001v2", "Engine 1", both),
    ]
    import_arxiv(write_feed(tmp_path, *lines, *late))
    Authorship.objects.filter(work__title__in=["Engine 1", "Engine 9"], name="Ada Byron").update(
        identifiers=[f"orcid:{ID}"]
    )
    for _ in range(2):
        again()
        assert titles(ada) == ["Engine 1", "Engine 2", "Engine 3"]
        assert titles(new) == ["Engine 4", "Engine 9"]
        assert AuthorIdentifier.objects.get().author == new


def test_the_same_feed_and_a_later_version_leave_a_merge_as_it_is(tmp_path):
    lines = [
        entry("2401.00001v1", "Engine", ["Ada Byron", "Charles Babbage"]),
        entry("2401.00002v1", "Sky", ["A. Byron"]),
    ]
    import_arxiv(write_feed(tmp_path, *lines))
    settle()
    ada, other = (
        holder(Work.objects.get(title=title), name) for title, name in (("Engine", "Ada Byron"), ("Sky", "A. Byron"))
    )
    assert ada != other
    merged(ada, other)
    later = entry("2401.00002v2", "Sky", ["A. K. Byron", "Mary Somerville"])
    for feed in (lines, [*lines, later]):
        import_arxiv(write_feed(tmp_path, *feed))
        again()
        assert titles(ada) == ["Engine", "Sky"]
