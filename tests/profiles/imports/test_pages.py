"""Imports from pages: a preview first, then start, stop, go on, roll back; and what becomes of each."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bzpeer.celery import app
from bzpeer.db.journal.models import JournalEntry
from bzpeer.db.models import OutboxRow
from profiles.imports import services
from tests.factories.moderation import logged_in, make_administrator, make_moderator
from tests.profiles.moderation.test_roles import fresh
from tests.works.importers.feeds import HEADER, entry, feed, write_feed
from tests.works.importers.test_import import import_arxiv
from works.models import Author, ImportRun, Work

pytestmark = pytest.mark.django_db
PAGE = "/imports/"
KEY = "0123456789abcdef" * 2
TWO = feed(
    entry("2401.00001v1", "Engines that weave numbers", ["Ada Byron", "Otto Brink"]),
    entry("2401.00002v1", "On moss and its friends", ["Otto Brink"]),
)


@pytest.fixture(autouse=True)
def _home_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def administrator():
    return fresh(make_administrator())


@pytest.fixture
def moderator():
    return logged_in(make_moderator())


def upload(browser, text=TWO, *, key=KEY, name="feed.xml"):
    given = {"source": "arxiv", "key": key, "upload": SimpleUploadedFile(name, text.encode())}
    return browser.post(f"{PAGE}new/", given)


def previewed(browser, work_off, text=TWO, *, key=KEY) -> ImportRun:
    """A preview that a worker has done."""
    assert upload(browser, text, key=key).status_code == 303
    work_off()
    return ImportRun.objects.get(form_key=key)


def imported(browser, work_off, text=TWO) -> ImportRun:
    """An import that a worker has done, from its preview on."""
    preview = previewed(browser, work_off, text)
    browser.post(f"{PAGE}{preview.pk}/import/")
    work_off()
    return ImportRun.objects.get(is_preview=False)


def told(browser, run: ImportRun) -> str:
    return browser.get(f"{PAGE}{run.pk}/").content.decode()


def test_a_preview_says_what_would_be_and_changes_nothing(moderator, work_off):
    run = previewed(moderator, work_off)
    assert (run.state, run.created, run.rejected) == ("finished", 2, 0)
    assert not Work.objects.exists()
    page = told(moderator, run)
    assert "would be added" in page
    assert "Engines that weave numbers" in page


def test_a_preview_shows_the_first_rejects_with_their_reasons(moderator, work_off):
    page = told(moderator, previewed(moderator, work_off, feed(entry("2401.00003v1", "", ["Ada Byron"]))))
    assert "Not taken" in page
    assert "no_title" in page


def test_a_preview_of_what_is_no_such_file_says_so_and_cannot_be_imported(administrator, work_off):
    run = previewed(administrator, work_off, "a picture")
    page = told(administrator, run)
    assert "feed.xml:" in page
    assert 'id="act-import"' not in page
    assert administrator.post(f"{PAGE}{run.pk}/import/").status_code == 409


def test_import_does_what_the_preview_said_and_the_file_goes(administrator, work_off):
    run = imported(administrator, work_off)
    assert (run.state, run.created) == ("finished", 2)
    assert Work.objects.count() == 2
    assert Author.objects.get(name="Ada Byron").authorships.count() == 1
    assert not Path(run.paths[0]).exists()
    assert "Import" in told(administrator, run)


def test_a_double_click_is_one_preview_and_one_import(administrator, work_off, settings):
    upload(administrator)
    upload(administrator)
    work_off()
    preview = ImportRun.objects.get()
    assert [str(kept) for kept in (settings.MEDIA_ROOT / "imports").iterdir()] == preview.paths
    for _ in range(2):
        assert administrator.post(f"{PAGE}{preview.pk}/import/").status_code == 303
    assert ImportRun.objects.filter(is_preview=False).count() == 1
    assert OutboxRow.objects.filter(task="imports.work_off", done_at=None).count() == 1


def test_while_one_import_of_a_source_runs_another_is_refused_by_its_number(administrator, work_off):
    first, second = (previewed(administrator, work_off, key=key * 32) for key in "ab")
    administrator.post(f"{PAGE}{first.pk}/import/")
    answer = administrator.post(f"{PAGE}{second.pk}/import/")
    running = ImportRun.objects.get(is_preview=False)
    assert answer.status_code == 409
    assert f"Import {running.pk} is running" in answer.content.decode()


def test_stop_ends_after_the_batch_at_hand_and_go_on_does_the_rest(administrator, work_off, monkeypatch):
    monkeypatch.setattr("works.importers.batches.BATCH", 1)
    preview = previewed(administrator, work_off)
    administrator.post(f"{PAGE}{preview.pk}/import/")
    run = ImportRun.objects.get(is_preview=False)
    monkeypatch.setattr("profiles.imports.working.PIECE_SECONDS", 0)
    row = OutboxRow.objects.get(done_at=None)
    do_one(row)
    run.refresh_from_db()
    assert (run.state, run.read) == ("running", 1)
    administrator.post(f"{PAGE}{run.pk}/stop/")
    work_off()
    run.refresh_from_db()
    assert (run.state, run.read) == ("stopped", 1)
    assert 'id="act-go-on"' in told(administrator, run)
    administrator.post(f"{PAGE}{run.pk}/go-on/")
    work_off()
    run.refresh_from_db()
    assert (run.state, run.created) == ("finished", 2)
    acts = JournalEntry.objects.filter(object_kind="import", object_id=run.pk).order_by("pk")
    assert list(acts.values_list("act", flat=True)) == ["import started", "import stopped", "import gone on with"]


def do_one(row: OutboxRow) -> None:
    app.loader.import_default_modules()
    app.tasks[row.task].run(outbox_id=row.pk)


def test_a_run_whose_worker_was_lost_for_good_says_so_and_goes_on(administrator, work_off):
    preview = previewed(administrator, work_off)
    administrator.post(f"{PAGE}{preview.pk}/import/")
    run = ImportRun.objects.get(is_preview=False)
    OutboxRow.objects.filter(done_at=None).update(set_aside_at="2026-01-01T00:00Z", begun_at="2026-01-01T00:00Z")
    assert "Nobody is at it any more" in told(administrator, run)
    administrator.post(f"{PAGE}{run.pk}/go-on/")
    work_off()
    run.refresh_from_db()
    assert run.state == "finished"


def test_a_run_is_rolled_back_after_a_page_that_says_what_goes(administrator, work_off):
    run = imported(administrator, work_off)
    page = administrator.get(f"{PAGE}{run.pk}/roll-back/").content.decode()
    assert "2 works that only this import tells of" in page
    assert administrator.post(f"{PAGE}{run.pk}/roll-back/").status_code == 303
    assert "2 records are left" in told(administrator, run)
    work_off()
    run.refresh_from_db()
    assert run.state == "rolled back"
    assert not Work.objects.exists()


def test_rejects_are_fetched_as_a_text_that_can_be_mended(administrator, work_off):
    text = feed(entry("2401.00001v1", "Engines", ["Ada Byron"]), entry("2401.00003v1", "", ["Ada Byron"]))
    run = imported(administrator, work_off, text)
    answer = administrator.get(f"{PAGE}{run.pk}/rejects/")
    assert answer["Content-Type"] == "text/plain"
    assert b"[no_title]" in answer.getvalue()


def test_a_discarded_preview_goes_with_its_file(moderator, work_off, django_capture_on_commit_callbacks):
    run = previewed(moderator, work_off)
    with django_capture_on_commit_callbacks(execute=True):
        assert moderator.post(f"{PAGE}{run.pk}/discard/").status_code == 303
    assert not ImportRun.objects.exists()
    assert not Path(run.paths[0]).exists()


def test_a_moderator_discards_no_preview_of_others(moderator, administrator, work_off):
    run = previewed(administrator, work_off)
    assert moderator.post(f"{PAGE}{run.pk}/discard/").status_code == 404


def test_previews_of_a_week_ago_go(moderator, administrator, work_off):
    old = previewed(moderator, work_off, key="a" * 32)
    started = previewed(moderator, work_off, key="b" * 32)
    administrator.post(f"{PAGE}{started.pk}/import/")
    ImportRun.objects.filter(is_preview=True).update(started_at="2026-01-01T00:00Z")
    services.discard_old()
    assert not ImportRun.objects.filter(pk=old.pk).exists()
    work_off()
    assert ImportRun.objects.get(is_preview=False).state == "finished"


def test_a_file_that_is_too_large_is_refused_with_the_command(moderator, settings):
    settings.IMPORT_UPLOAD_BYTES = 10
    answer = upload(moderator)
    assert answer.status_code == 422
    assert "manage.py import" in answer.content.decode()


def test_beyond_thirty_previews_an_hour_the_wait_is_told_and_no_file_stays(moderator, settings, monkeypatch):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(services, "PREVIEWS_AN_HOUR", 1)
    upload(moderator)
    answer = upload(moderator, key="b" * 32)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert len(list((settings.MEDIA_ROOT / "imports").iterdir())) == 1


def test_the_page_asks_again_while_it_runs_and_stops_asking_at_the_end(moderator, work_off):
    upload(moderator)
    run = ImportRun.objects.get()
    asking = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#import-run"}
    fragment = moderator.get(f"{PAGE}{run.pk}/", **asking).content.decode()
    assert fragment.startswith('<div class="import-run" id="import-run" hx-get=')
    assert "Load this page again" in told(moderator, run)
    work_off()
    assert "hx-get" not in moderator.get(f"{PAGE}{run.pk}/", **asking).content.decode()


def test_the_command_and_the_page_go_on_with_the_same_run(administrator, work_off, tmp_path, settings):
    settings.IMPORT_FOLDERS = [tmp_path]
    path = write_feed(tmp_path, entry("2401.00001v1", "Engines", ["Ada Byron"]), entry("2401.00002v1", "Moss", ["B"]))
    administrator.post(f"{PAGE}new/", {"source": "arxiv", "key": KEY, "path": path})
    work_off()
    administrator.post(f"{PAGE}{ImportRun.objects.get().pk}/import/")
    run = ImportRun.objects.get(is_preview=False)
    administrator.post(f"{PAGE}{run.pk}/stop/")
    work_off()
    assert import_arxiv(path, resume=True)[1] == "read 2, created 2, updated 0, unchanged 0, rejected 0"
    run.refresh_from_db()
    assert (run.state, ImportRun.objects.filter(is_preview=False).count()) == ("finished", 1)


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_costs_six_queries_however_many_runs(moderator, count, django_assert_num_queries):
    for _ in range(count):
        ImportRun.objects.create(source="arxiv", paths=["/x"], state="finished")
    moderator.get(PAGE)
    with django_assert_num_queries(6):
        page = moderator.get(PAGE).content.decode()
    assert "by the command line" in page


def test_a_page_of_a_run_costs_seven_queries_while_somebody_is_at_it(moderator, django_assert_num_queries):
    upload(moderator)
    run = ImportRun.objects.get()
    moderator.get(f"{PAGE}{run.pk}/")
    with django_assert_num_queries(7):
        moderator.get(f"{PAGE}{run.pk}/")


def test_a_file_cut_short_says_where_it_broke_and_can_go_on(administrator, work_off):
    run = imported(administrator, work_off, HEADER + entry("2401.00001v1", "Engines", ["Ada Byron"]))
    assert run.state == "stopped"
    assert 'id="act-go-on"' in told(administrator, run)
