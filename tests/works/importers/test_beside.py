"""The process that understands what comes next: with it, without it and when it dies, the record is the same."""

import os
import signal
from pathlib import Path

import pytest

from tests.works.importers.test_import import SAMPLE, canonical
from works.identity.services import settle
from works.importers import batches
from works.importers.beside import Beside
from works.importers.bodies import unpack
from works.importers.pipeline import Import, Report
from works.importers.reading import read_records
from works.importers.records import Reject, WorkRecord
from works.importers.rejects import RejectFile
from works.models import Author, ImportRun, Institution, SourceRecord, Work
from works.record.names import WITHHELD
from works.withheld.services import erase

OPENALEX = Path("tests/replies/openalex")
FILES = [
    ("arxiv", [SAMPLE]),
    ("openalex", [OPENALEX / "works.jsonl", OPENALEX / "authors.jsonl", OPENALEX / "works.jsonl"]),
    ("openalex", [OPENALEX / "institutions.jsonl", OPENALEX / "topics.jsonl", OPENALEX / "sources.jsonl"]),
]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 3)


def imported(source, paths, tmp_path, *, processes, on_progress=lambda importer: None):
    """All that an import leaves and says, and what it leaves is taken away again."""
    for model in (Work, Author, Institution, SourceRecord, ImportRun):
        model.objects.all().delete()
    said = []
    report = Report(
        on_progress=lambda run, path: on_progress(importer), on_warning=lambda *warning: said.append(warning)
    )
    with RejectFile.at(tmp_path / f"rejects-{processes}") as rejects:
        importer = Import(source, list(map(str, paths)), rejects=rejects, report=report, processes=processes)
        run = importer.run_all()
    records = list(SourceRecord.objects.order_by("digest").values_list("digest", "key", "body", "is_shown"))
    counts = (run.created, run.updated, run.unchanged, run.rejected, run.warnings, run.places)
    rejected = (tmp_path / f"rejects-{processes}").read_bytes()
    return canonical(), [(bytes(d), key, bytes(body), shown) for d, key, body, shown in records], counts, rejected, said


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "paths"), FILES)
def test_two_processes_leave_and_say_what_one_does(source, paths, tmp_path):
    alone = imported(source, paths, tmp_path, processes=1)
    assert imported(source, paths, tmp_path, processes=2) == alone


@pytest.mark.django_db
def test_an_import_whose_second_process_is_killed_goes_on_alone_and_ends_the_same(tmp_path):
    alone = imported("arxiv", [SAMPLE], tmp_path, processes=1)
    killed = []

    def kill(importer):
        if not killed and importer._beside.process:
            os.kill(importer._beside.process.pid, signal.SIGKILL)
            killed.append(importer._beside.process.wait())

    assert imported("arxiv", [SAMPLE], tmp_path, processes=2, on_progress=kill) == alone
    assert killed == [-signal.SIGKILL]


@pytest.mark.django_db
def test_where_no_process_can_be_started_an_import_does_it_all_itself(tmp_path, monkeypatch):
    alone = imported("arxiv", [SAMPLE], tmp_path, processes=1)
    monkeypatch.setattr("works.importers.beside.sys.executable", "/nowhere/python")
    assert imported("arxiv", [SAMPLE], tmp_path, processes=2) == alone


@pytest.mark.django_db
def test_an_import_that_is_interrupted_leaves_no_process_behind(tmp_path):
    started = []

    def interrupt(importer):
        if importer._beside.process:
            started.append(importer._beside.process)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imported("arxiv", [SAMPLE], tmp_path, processes=2, on_progress=interrupt)
    assert [process.returncode for process in started] == [-signal.SIGKILL]


@pytest.mark.django_db
def test_somebody_who_was_erased_is_withheld_from_what_the_second_process_made_ready(tmp_path):
    alone = imported("arxiv", [SAMPLE], tmp_path, processes=1)
    settle()
    erase(author=Author.objects.get(name="Guillaume Lajoie"))
    names, records, *_ = imported("arxiv", [SAMPLE], tmp_path, processes=2)
    assert names != alone[0]
    assert WITHHELD in str(names)
    assert "Guillaume Lajoie" not in str(names)
    assert not any("Guillaume Lajoie" in str(unpack(body, WorkRecord).names) for _, _, body, _ in records)


def test_the_second_process_ends_by_itself_when_the_import_is_gone():
    beside = Beside("openalex")
    raws = [item for item in read_records(OPENALEX / "works.jsonl") if not isinstance(item, Reject)]
    beside.give(raws)
    assert beside.take().keys() == {raw.digest for raw in raws}
    beside.connection.close()
    assert beside.process.wait(timeout=20) == 0


def test_no_process_is_started_while_there_is_nothing_to_parse():
    beside = Beside("openalex")
    beside.give([])
    assert beside.process is None
    assert beside.take() == {}
