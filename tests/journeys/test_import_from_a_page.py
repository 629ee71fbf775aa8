"""An import started on a page, its worker killed (−9) in the middle: another goes on, each record is there once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from bzpeer.db.models import OutboxRow
from tests.connections import age
from tests.factories.moderation import logged_in, make_administrator
from tests.journeys.dump import differences, dump
from tests.journeys.records import write_files
from tests.journeys.test_from_file_to_page import is_all_done
from tests.journeys.test_killed import emptied
from tests.servers import Process, wait_until
from works.models import ImportRun, Work

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FILES, WORKS = 40, 150


def test_a_worker_killed_in_the_middle_of_an_import_from_a_page(
    manage: Callable[..., str],
    start_worker: Callable[[], Process],
    start_relay: Callable[[], Process],
    tmp_path: Path,
    settings,
) -> None:
    folder = tmp_path / "feeds"
    paths = write_files(folder, files=FILES, works=WORKS)
    settings.IMPORT_FOLDERS, settings.MEDIA_ROOT = [tmp_path.resolve()], tmp_path / "media"
    browser = logged_in(make_administrator())
    start_relay()
    worker = start_worker()
    preview = begun(browser, {"source": "arxiv", "key": "a" * 32, "path": str(folder)})
    wait_until(lambda: told(preview).state == "finished")
    assert told(preview).created == FILES * WORKS
    assert not Work.objects.exists()

    browser.post(f"/imports/{preview}/import/")
    run = ImportRun.objects.get(is_preview=False).pk
    wait_until(lambda: told(run).created > 0)
    worker.kill()
    assert told(run).state == "running", "the import was over before it could be killed"
    start_worker()
    wait_until(lambda: age(published_at="11 minutes") or told(run).state == "finished")
    assert (told(run).created, told(run).rejected) == (FILES * WORKS, FILES * 2)
    assert OutboxRow.objects.filter(key=f"import {run}", deliveries=2).exists()
    wait_until(is_all_done)
    from_the_page = dump()

    emptied()
    manage("import", "arxiv", *paths)
    wait_until(is_all_done)
    assert differences(from_the_page, dump()) == {}


def begun(browser: Client, given: dict[str, str]) -> int:
    """The preview that this form begins."""
    assert browser.post("/imports/new/", given).status_code == 303
    return ImportRun.objects.get(form_key=given["key"]).pk


def told(pk: int) -> ImportRun:
    """The run as its row has it now."""
    return ImportRun.objects.get(pk=pk)
