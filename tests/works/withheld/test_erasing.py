"""Erasing a person from the record: no later import, restore or namesake undoes it or suffers from it."""

import pytest
from django.core.management import CommandError, call_command

from profiles.recompute import services as recompute
from tests.factories.profiles import make_author
from tests.works.importers.feeds import entry, write_feed
from tests.works.importers.test_import import import_arxiv
from works.identity import joining
from works.identity.errors import NothingKept
from works.models import Author, AuthorIdentifier, AuthorName, Authorship, ErasedDigest, PlaceReason, Work
from works.record.names import WITHHELD
from works.withheld import services
from works.withheld.queries import erased_identifiers
from works.withheld.rules import pair_digests, person_digest, withheld_places

pytestmark = pytest.mark.django_db

LOOMS = entry("2401.00001v1", "Looms", ["Ada Quillfeather", "Otto Brink"])
MILLS = entry("2401.00002v1", "Mills", ["Ada Quillfeather", "Otto Brink"])
# Somebody else of the same name.
TIDES = entry("2401.00003v1", "Tides", ["Ada Quillfeather", "Rosa Fenn"])


@pytest.fixture
def feed(tmp_path):
    return write_feed(tmp_path, LOOMS, MILLS, TIDES)


@pytest.fixture
def ada(feed):
    import_arxiv(feed)
    recompute.drain()
    return Author.objects.get(authorships__work__title="Looms", name="Ada Quillfeather")


def byline(title):
    return list(Authorship.objects.filter(work__title=title).order_by("position").values_list("name", flat=True))


def test_no_reason_names_who_was_erased(ada):
    call_command("weigh", verbosity=0)
    assert "quillfeather" in str(list(PlaceReason.objects.values_list("addends", flat=True))).lower()
    services.erase(author=ada)
    assert not PlaceReason.objects.filter(addends__icontains="quillfeather").exists()
    recompute.drain()
    call_command("weigh", verbosity=0)
    assert not PlaceReason.objects.filter(addends__icontains="quillfeather").exists()


def test_nothing_of_the_person_is_left_but_the_number(ada):
    AuthorIdentifier.objects.create(author=ada, scheme="orcid", value="0000-0002-1825-0097")
    services.erase(author=ada)
    recompute.drain()
    ada.refresh_from_db()
    assert (ada.name, ada.slug, ada.sort_key, ada.works_count) == ("", "x", "", 0)
    assert ada.removed_at is not None
    assert not AuthorName.objects.filter(author=ada).exists()
    assert not AuthorIdentifier.objects.filter(author=ada).exists()
    assert byline("Looms") == byline("Mills") == [WITHHELD, "Otto Brink"]
    otto = Author.objects.get(name="Otto Brink")
    shown = Work.objects.get(title="Looms").byline
    assert shown == [[None, WITHHELD, None], [otto.pk, "Otto Brink", otto.slug]]


def test_what_a_merge_kept_of_the_person_goes_and_the_merge_stands(ada):
    namesake = Author.objects.get(authorships__work__title="Tides", name="Ada Quillfeather")
    otto = Author.objects.get(name="Otto Brink")
    rosa = Author.objects.get(name="Rosa Fenn")
    change = joining.merge(kept=ada, gone=namesake, by="test", reason="one person")
    untouched = joining.merge(kept=otto, gone=rosa, by="test", reason="one person")
    services.erase(author=ada)
    for one in (change, untouched):
        one.refresh_from_db()
    assert (change.moved, change.kept_id) == ({}, ada.pk)
    assert untouched.moved["author"]["name"] == "Rosa Fenn"
    with pytest.raises(NothingKept):
        joining.undo(change=change, by="test")


def test_what_a_merge_kept_of_a_record_that_went_into_the_persons_goes_too(ada):
    namesake = Author.objects.get(authorships__work__title="Tides", name="Ada Quillfeather")
    other = make_author("A. Quillfeather")
    change = joining.merge(kept=namesake, gone=other, by="test", reason="one person")
    joining.merge(kept=ada, gone=namesake, by="test", reason="one person")
    services.erase(author=ada)
    change.refresh_from_db()
    assert change.moved == {}


def test_a_namesake_is_untouched(ada):
    namesake = Author.objects.get(authorships__work__title="Tides", name="Ada Quillfeather")
    services.erase(author=ada)
    recompute.drain()
    namesake.refresh_from_db()
    assert (namesake.name, namesake.works_count, namesake.removed_at) == ("Ada Quillfeather", 1, None)
    assert byline("Tides") == ["Ada Quillfeather", "Rosa Fenn"]


def test_the_same_file_again_does_not_bring_the_name_back(ada, feed):
    services.erase(author=ada)
    assert import_arxiv(feed)[:2] == (0, "read 3, created 0, updated 0, unchanged 3, rejected 0")
    recompute.drain()
    assert byline("Looms") == [WITHHELD, "Otto Brink"]
    assert Author.objects.filter(name="Ada Quillfeather").count() == 1


@pytest.mark.parametrize("printed", ["Ada Quillfeather", "A. Quillfeather", "Ada M. Quillfeather", "QUILLFEATHER, Ada"])
def test_a_newer_version_of_the_work_does_not_bring_the_name_back(ada, tmp_path, printed):
    services.erase(author=ada)
    newer = entry("2401.00001v2", "Looms, again", ["Otto Brink", printed], updated="2024-06-01")
    import_arxiv(write_feed(tmp_path, newer, name="newer.xml"))
    recompute.drain()
    assert byline("Looms, again") == ["Otto Brink", WITHHELD]
    assert Author.objects.filter(name__contains="uillfeather").count() == 1


def test_a_work_forgotten_and_imported_anew_withholds_the_name(ada, feed):
    services.erase(author=ada)
    Work.objects.all().delete()
    import_arxiv(feed)
    recompute.drain()
    assert byline("Mills") == [WITHHELD, "Otto Brink"]
    assert byline("Tides") == ["Ada Quillfeather", "Rosa Fenn"]


def test_withheld_places_are_nobodys_and_nobodys_evidence(ada):
    services.erase(author=ada)
    recompute.drain()
    assert not Author.objects.filter(name=WITHHELD).exists()
    place = Authorship.objects.filter(name=WITHHELD).first()
    assert (place.author_id, place.block, place.affiliations, place.identifiers) == (None, "", [], [])
    assert len(Work.objects.get(title="Looms").team) == 1


def test_a_namesake_on_the_same_byline_stays(tmp_path):
    import_arxiv(write_feed(tmp_path, entry("2401.00009v1", "Pairs", ["Ada Quillfeather", "Anna Quillfeather"])))
    recompute.drain()
    services.erase(author=Author.objects.get(name="Ada Quillfeather"))
    names = ["Ada Quillfeather", "Anna Quillfeather", "Otto Brink"]
    newer = entry("2401.00009v2", "Pairs", names, updated="2024-06-01")
    import_arxiv(write_feed(tmp_path, newer, name="newer.xml"))
    assert byline("Pairs") == [WITHHELD, "Anna Quillfeather", "Otto Brink"]


def test_the_list_holds_hashes_alone_made_with_its_own_key(ada, settings):
    AuthorIdentifier.objects.create(author=ada, scheme="orcid", value="0000-0002-1825-0097")
    services.erase(author=ada)
    kept = {bytes(row.digest) for row in ErasedDigest.objects.all()}
    key = settings.ERASURE_KEY.encode()
    assert person_digest(key, "orcid:0000-0002-1825-0097") in kept
    assert set(pair_digests(key, "Ada Quillfeather", "arxiv:2401.00001")) <= kept
    assert not set(pair_digests(settings.SECRET_KEY.encode(), "Ada Quillfeather", "arxiv:2401.00001")) & kept
    known = ["orcid:0000-0002-1825-0097", "orcid:0000-0001-5109-3700"]
    assert erased_identifiers(known) == {"orcid:0000-0002-1825-0097"}


def test_the_list_outside_the_database_erases_again_after_a_restore(ada, feed, tmp_path):
    services.erase(author=ada)
    path = tmp_path / "erasures.jsonl"
    call_command("erasures", "export", str(path))
    assert "uillfeather" not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    # As a backup of before the erasure has it.
    for model in (ErasedDigest, Work, Author):
        model.objects.all().delete()
    import_arxiv(feed)
    recompute.drain()
    assert byline("Looms") == ["Ada Quillfeather", "Otto Brink"]
    call_command("erasures", "apply", str(path))
    recompute.drain()
    assert byline("Looms") == byline("Mills") == [WITHHELD, "Otto Brink"]
    assert byline("Tides") == ["Ada Quillfeather", "Rosa Fenn"]
    assert Author.objects.filter(name="Ada Quillfeather").count() == 1
    assert Author.objects.filter(name="").exclude(removed_at=None).count() == 1


@pytest.mark.parametrize(
    "text", ["nonsense\n", '{"person": 1}\n', '{"person": 1, "digest": "00", "work": null}\n', "é"]
)
def test_a_file_that_is_no_list_changes_nothing(ada, tmp_path, text):
    path = tmp_path / "list.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("erasures", "apply", str(path))
    assert not ErasedDigest.objects.exists()


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("erasures", "apply", str(tmp_path / "none.jsonl"))


def test_a_lifted_erasure_lets_the_same_file_bring_the_name_back(ada, feed):
    services.erase(author=ada)
    assert services.lift(person=ada.pk) == 2
    assert not ErasedDigest.objects.exists()
    import_arxiv(feed)
    recompute.drain()
    assert byline("Looms") == ["Ada Quillfeather", "Otto Brink"]
    assert Author.objects.get(authorships__work__title="Looms", name="Ada Quillfeather").works_count == 2


def test_a_work_of_an_author_with_no_identifier_is_withheld_too(ada):
    work = Work.objects.create(title="Loose leaf", slug="loose-leaf", title_key="loose leaf", byline=[])
    Authorship.objects.create(work=work, position=1, author=ada, name="Ada Quillfeather")
    services.erase(author=ada)
    assert byline("Loose leaf") == [WITHHELD]


def test_nothing_listed_withholds_nothing():
    place = Authorship(name="Ada Quillfeather", identifiers=["orcid:1"])
    assert withheld_places([place], ["arxiv:1"], key=b"k", listed=frozenset()) == frozenset()
