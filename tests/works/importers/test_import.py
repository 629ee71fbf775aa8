"""`manage.py import arxiv`: from files to the record, whatever happens on the way."""

import gzip
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.works.importers.feeds import HEADER, entry, write_feed
from works.importers import batches, pipeline
from works.models import Author, AuthorRedirect, Authorship, ImportRun, Version, Work

SAMPLE = Path(pipeline.__file__).parent / "arxiv/sample/lajoie-arxiv.xml"


def import_arxiv(*paths, **options) -> tuple[int, str, str]:
    """Exit status, last line of the output, and everything said on the way."""
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("import", "arxiv", *map(str, paths), stdout=out, stderr=err, **options)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, out.getvalue().strip(), err.getvalue()


def canonical() -> list[tuple]:
    """The record without what depends on the order of arrival: everything but numbers and times."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT w.title, w.year, w.abstract, w.team, a.position, a.name, a.block,
                (SELECT array_agg(x.name || ' ' || y.title_key ORDER BY y.title_key, x.name) FROM works_authorship x
                 JOIN works_work y ON y.id = x.work_id WHERE x.author_id = a.author_id),
                (SELECT array_agg(v.label ORDER BY v.number) FROM works_version v WHERE v.work_id = w.id),
                (SELECT array_agg(t.code ORDER BY wt.position) FROM works_worktopic wt
                 JOIN works_topic t ON t.id = wt.topic_id WHERE wt.work_id = w.id)
            FROM works_work w LEFT JOIN works_authorship a ON a.work_id = w.id ORDER BY w.title, a.position
            """
        )
        return cursor.fetchall()


@pytest.mark.django_db
def test_the_sample_gives_twelve_works_and_one_guillaume_lajoie():
    assert import_arxiv(SAMPLE)[:2] == (0, "read 12, created 12, updated 0, unchanged 0, rejected 0")
    lajoie = Author.objects.get(name="Guillaume Lajoie")
    assert lajoie.authorships.count() == 12
    assert {a.name for a in Authorship.objects.filter(block="richards b")} == {"Blake Richards", "Blake A. Richards"}
    assert Author.objects.filter(authorships__block="richards b").distinct().count() == 1


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing():
    import_arxiv(SAMPLE)
    before = canonical()
    assert import_arxiv(SAMPLE)[:2] == (0, "read 12, created 0, updated 0, unchanged 12, rejected 0")
    assert canonical() == before


@pytest.mark.django_db
def test_a_dry_run_says_what_would_change_and_changes_nothing():
    assert import_arxiv(SAMPLE, dry_run=True)[:2] == (0, "read 12, created 12, updated 0, unchanged 0, rejected 0")
    assert not Work.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
def test_the_authors_are_the_same_in_any_order_of_records(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8")
    head, *entries = text.split("  <entry>")
    entries[-1] = entries[-1].replace("</feed>", "").rstrip() + "\n"
    import_arxiv(SAMPLE)
    straight = canonical()
    Work.objects.all().delete()
    Author.objects.all().delete()
    ImportRun.objects.all().delete()
    for number, part in enumerate(reversed(entries)):
        path = tmp_path / f"{number}.xml"
        path.write_text(f"{head}  <entry>{part}</feed>\n", encoding="utf-8")
        import_arxiv(path)
    assert canonical() == straight


@pytest.mark.django_db
def test_namesakes_without_a_common_co_author_stay_apart(tmp_path):
    one = entry("2401.00001v1", "Engines", ["Ada Byron", "Charles Babbage"])
    other = entry("2401.00002v1", "Looms", ["Ada Byron", "Joseph Jacquard"])
    import_arxiv(write_feed(tmp_path, one, other))
    assert Author.objects.filter(name="Ada Byron").count() == 2


@pytest.mark.django_db
def test_a_later_work_joins_two_records_and_the_old_address_redirects(tmp_path):
    one = entry("2401.00001v1", "Engines", ["Ada Byron", "Charles Babbage"])
    other = entry("2401.00002v1", "Looms", ["Ada Byron", "Joseph Jacquard"])
    import_arxiv(write_feed(tmp_path, one, other))
    both = entry("2401.00003v1", "Engines and looms", ["Ada Byron", "Charles Babbage", "Joseph Jacquard"])
    import_arxiv(write_feed(tmp_path, both, name="later.xml"))
    author = Author.objects.get(name="Ada Byron")
    assert author.authorships.count() == 3
    assert AuthorRedirect.objects.get().author == author


@pytest.mark.django_db
def test_versions_of_one_work_are_one_work_and_the_newest_is_shown(tmp_path):
    new = entry("2401.00001v2", "Engines, revised", ["Ada Byron"], updated="2024-06-01")
    old = entry("2401.00001v1", "Engines", ["Ada Byron"])
    assert import_arxiv(write_feed(tmp_path, new))[1] == "read 1, created 1, updated 0, unchanged 0, rejected 0"
    later = write_feed(tmp_path, old, name="old.xml")
    assert import_arxiv(later)[1] == "read 1, created 0, updated 0, unchanged 1, rejected 0"
    work = Work.objects.get()
    assert work.title == "Engines, revised"
    assert [v.label for v in Version.objects.order_by("number")] == ["v1", "v2"]


@pytest.mark.django_db
def test_a_newer_version_updates_title_byline_and_topics(tmp_path):
    import_arxiv(write_feed(tmp_path, entry("2401.00001v1", "Engines", ["Ada Byron", "C. Babbage"])))
    ada = Author.objects.get(name="Ada Byron")
    new = entry("2401.00001v2", "Engines, revised", ["Ada Byron", "Mary Somerville"], categories="cs.AI cs.AR")
    status, line, _ = import_arxiv(write_feed(tmp_path, new, name="new.xml"))
    assert (status, line) == (0, "read 1, created 0, updated 1, unchanged 0, rejected 0")
    work = Work.objects.get()
    assert [a.name for a in work.authorships.order_by("position")] == ["Ada Byron", "Mary Somerville"]
    assert work.authorships.get(position=1).author == ada
    assert [t.topic.code for t in work.work_topics.order_by("position")] == ["cs.AI", "cs.AR"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stop_at", [1, 2, 4])
def test_a_run_that_was_killed_goes_on_and_ends_as_if_it_had_not_been(monkeypatch, tmp_path, stop_at):
    monkeypatch.setattr(batches, "BATCH", 3)
    import_arxiv(SAMPLE)
    straight = canonical()
    for model in (Work, Author, ImportRun):
        model.objects.all().delete()
    really_apply, calls = pipeline.apply_batch, []

    def dying(*args, **kwargs):
        calls.append(1)
        result = really_apply(*args, **kwargs)
        if len(calls) == stop_at:
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(pipeline, "apply_batch", dying)
    with pytest.raises(KeyboardInterrupt):
        import_arxiv(SAMPLE)
    assert Work.objects.count() == 3 * (stop_at - 1)
    monkeypatch.setattr(pipeline, "apply_batch", really_apply)
    status, line, _ = import_arxiv(SAMPLE, resume=True)
    assert (status, line) == (0, "read 12, created 12, updated 0, unchanged 0, rejected 0")
    assert canonical() == straight


@pytest.mark.django_db
def test_a_feed_cut_off_in_the_middle_keeps_what_came_before_and_resumes_with_the_whole(tmp_path):
    path = tmp_path / "feed.xml.gz"
    packed = gzip.compress(SAMPLE.read_bytes())
    path.write_bytes(packed[: int(len(packed) * 0.7)])
    rejects = tmp_path / "rejects"
    status, line, _ = import_arxiv(path, rejects=rejects)
    done = Work.objects.count()
    assert status == 1
    assert 0 < done < 12
    assert line == f"read {done + 1}, created {done}, updated 0, unchanged 0, rejected 1"
    assert "[truncated]" in rejects.read_text()
    path.write_bytes(packed)
    import_arxiv(path, resume=True, rejects=rejects)
    assert Work.objects.count() == 12


@pytest.mark.django_db
def test_one_bad_entry_costs_none_of_its_neighbours(tmp_path):
    bad = entry("2401.00002v1", "x" * 6000, ["Ada Byron"])
    broken = "<entry><id>http://arxiv.org/abs/2401.00009v1</id><title>a & b</title></entry>"
    nameless = entry("2401.00003v1", "Without authors", [])
    blank = entry("2401.00004v1", "Blank", ["Ada Byron", " "])
    rejects = tmp_path / "rejects"
    path = write_feed(tmp_path, entry("2401.00001v1", "Engines", ["Ada Byron"]), bad, broken, nameless, blank)
    status, line, said = import_arxiv(path, rejects=rejects)
    assert (status, line) == (1, "read 5, created 3, updated 0, unchanged 0, rejected 2")
    assert "[title_too_long]" in rejects.read_text()
    assert "[no_authors]" in said
    assert Authorship.objects.get(name="").author is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [b"", b"\x1f\x8b not gzip", b"%PDF-1.7", b"<!DOCTYPE feed [<!ENTITY a 'b'>]><feed><entry/></feed>"],
)
def test_a_file_of_which_nothing_can_be_read_ends_with_two_and_writes_nothing(tmp_path, content):
    path = tmp_path / "odd.xml"
    path.write_bytes(content)
    status, _, said = import_arxiv(path)
    assert status == 2
    assert str(path) in said
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
def test_a_missing_file_ends_with_two(tmp_path):
    assert import_arxiv(tmp_path / "missing.xml")[0] == 2


@pytest.mark.django_db
def test_an_entity_bomb_after_the_first_record_is_refused_and_the_first_record_kept(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(HEADER + entry("2401.00001v1", "Engines", ["Ada Byron"]) + "<!DOCTYPE x [<!ENTITY a 'b'>]></feed>")
    status, line, _ = import_arxiv(path)
    assert (status, line) == (1, "read 2, created 1, updated 0, unchanged 0, rejected 1")


@pytest.mark.django_db(transaction=True)
def test_a_second_import_of_one_source_is_turned_away(django_db_blocker, tmp_path):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('import arxiv', 0))")
        status, _, said = import_arxiv(SAMPLE)
        assert status == 3
        assert "is running" in said
    finally:
        other.close()
    assert not Work.objects.exists()
