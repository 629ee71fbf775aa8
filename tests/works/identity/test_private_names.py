"""Works printed with a former name find their author, and the name is shown nowhere with them."""

import pytest

from profiles.recompute import services as recompute
from tests.works.importers.feeds import entry, write_feed
from tests.works.importers.test_import import import_arxiv
from works.identity import joining, private_names
from works.models import Author, AuthorName, Authorship, Mine, PrivateName, StaleBlock, Work
from works.record.bylines import read_byline
from works.record.pages.work import whole_citation

pytestmark = pytest.mark.django_db

NOW, FORMER = "Ada Quillfeather", "Ada Tindlemoor"


@pytest.fixture
def ada(tmp_path):
    import_arxiv(write_feed(tmp_path, entry("2401.00001v1", "Looms", [NOW, "Otto Brink"])))
    recompute.drain()
    author = Author.objects.get(name=NOW)
    private_names.keep(author=author, names=[FORMER])
    return author


def import_more(folder, names, *, title="Mills", key="2401.00002v1"):
    import_arxiv(write_feed(folder, entry(key, title, names), name="more.xml"))
    recompute.drain()
    return Work.objects.get(title=title)


def owner(work, name=FORMER):
    return Authorship.objects.get(work=work, name=name).author


def test_a_shared_co_author_places_the_work(ada, tmp_path):
    work = import_more(tmp_path, [FORMER, "Otto Brink"])
    assert owner(work) == ada
    ada.refresh_from_db()
    assert ada.works_count == 2
    # And stays through the next look at the block.
    import_more(tmp_path, ["Anna Tindlemoor"], title="Tides", key="2401.00003v1")
    assert owner(work) == ada


def test_the_name_alone_places_nothing(ada, tmp_path):
    assert owner(import_more(tmp_path, [FORMER, "Rosa Fenn"])) != ada


@pytest.mark.parametrize("name", ["A. Tindlemoor", "Ada M. Tindlemoor", "ada tindlemoor"])
def test_only_the_exact_name_counts(ada, tmp_path, name):
    assert owner(import_more(tmp_path, [name, "Otto Brink"]), name) != ada


def test_nobody_stands_twice_on_a_byline(ada, tmp_path):
    assert owner(import_more(tmp_path, [FORMER, NOW, "Otto Brink"])) != ada


def test_the_name_that_everybody_knows_comes_first_on_a_later_version(ada, tmp_path):
    work = import_more(tmp_path, [FORMER, "Otto Brink"])
    assert owner(work) == ada
    newer = entry("2401.00002v2", "Mills", [FORMER, "Otto Brink", NOW], updated="2024-09-01")
    import_arxiv(write_feed(tmp_path, newer, name="newer.xml"))
    StaleBlock.objects.filter(block="tindlemoor a").delete()
    recompute.drain()
    assert owner(work, NOW) == ada
    assert owner(work) != ada


def test_works_that_are_there_are_found_when_the_name_is_told(tmp_path):
    texts = [
        entry("2401.00001v1", "Looms", [NOW, "Otto Brink"]),
        entry("2401.00002v1", "Mills", [FORMER, "Otto Brink"]),
    ]
    import_arxiv(write_feed(tmp_path, *texts))
    recompute.drain()
    ada = Author.objects.get(name=NOW)
    mills = Work.objects.get(title="Mills")
    assert owner(mills) != ada
    private_names.keep(author=ada, names=[FORMER])
    recompute.drain()
    assert owner(mills) == ada


def test_the_former_name_is_shown_nowhere(ada, tmp_path):
    work = import_more(tmp_path, [FORMER, "Otto Brink"])
    assert [name for _, name, _ in work.byline] == [NOW, "Otto Brink"]
    assert [one.name for one in read_byline(work.pk, total=2, is_whole=True).authors] == [NOW, "Otto Brink"]
    assert [name.printed for name in whole_citation(work).authors] == [NOW, "Otto Brink"]
    assert set(AuthorName.objects.filter(author=ada).values_list("printed", flat=True)) == {NOW}
    assert FORMER not in str(PrivateName.objects.get())


def test_a_name_that_is_private_no_longer_is_printed_again(ada, tmp_path):
    work = import_more(tmp_path, [FORMER, "Otto Brink"])
    private_names.keep(author=ada, names=[])
    recompute.drain()
    assert owner(work) != ada
    work.refresh_from_db()
    assert [name for _, name, _ in work.byline] == [FORMER, "Otto Brink"]


def test_a_merge_pins_no_place_that_only_the_private_name_gave_but_those_it_was_decided_about(ada, tmp_path):
    found = import_more(tmp_path, [FORMER, "Otto Brink"])
    decided = import_more(tmp_path, [FORMER, "Rosa Fenn"], title="Tides", key="2401.00003v1")
    joining.merge(kept=ada, gone=owner(decided), by="test", reason="one person")
    assert not Mine.objects.filter(work=found).exists()
    assert Mine.objects.get(work=decided).author == ada
    StaleBlock.objects.bulk_create(StaleBlock(block=place.block) for place in Authorship.objects.all())
    recompute.drain()
    assert owner(found) == owner(decided) == ada


def test_a_private_name_goes_along_with_the_part_that_the_record_was_about(ada, tmp_path):
    for number in (2, 3):
        title = f"Mills {number}"
        work = import_more(tmp_path, [NOW, "Otto Brink"], title=title, key=f"2401.0000{number}v1")
    theirs = Authorship.objects.filter(author=ada).exclude(work=work)
    change = joining.split(author=ada, authorship_ids=theirs.values_list("pk", flat=True), by="test", reason="two")
    assert PrivateName.objects.get().author_id == change.other_id
    joining.undo(change=change, by="test")
    assert PrivateName.objects.get().author == ada
