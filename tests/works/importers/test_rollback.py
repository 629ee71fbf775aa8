"""A run is taken back as a whole, and nothing of what came before or later."""

from dataclasses import replace

import pytest

from tests.journeys.dump import differences, dump
from tests.works.importers.bringing import bring
from works.identity.services import settle
from works.importers.models import ImportRun, SeenAgain
from works.importers.records import AuthorRecord, InstitutionRecord, PrintedAuthor, PrintedTopic, TopicRecord
from works.importers.rollback import NotToRollBack, roll_back
from works.models import Author, AuthorIdentifier, Institution, SourceRecord, Topic, Work
from works.record import figures

pytestmark = pytest.mark.django_db

BIOLOGY = PrintedTopic("openalex", "F1", "Biology")
MILA = InstitutionRecord(
    source="ror",
    key="05c22rx21",
    updated_on=None,
    name="Mila",
    names=(),
    identifiers=(("ror", "05c22rx21"),),
    kinds=(),
    city="",
    country="",
    country_code="",
    domains=(),
    website="",
    relations=(),
    established=None,
    is_withdrawn=False,
    successor=None,
)


def taken_back(run: ImportRun) -> None:
    run.refresh_from_db()
    roll_back(run)
    settle()
    figures.refresh(None)


def canonical() -> dict:
    """Without the marks, which wait for a worker."""
    return {part: rows for part, rows in dump().items() if part not in ("marks", "blocks", "topics", "figures")}


@pytest.fixture
def published(work_record):
    return replace(
        work_record,
        source="crossref",
        key="10.1/x",
        kind="article",
        abstract="Of the publisher.",
        published_in="Journal of Engines",
        names=(PrintedAuthor("Ada Byron", ("Mila",), ("orcid:0000-0002-1825-0097",)), PrintedAuthor("C. Babbage")),
        identifiers=(("doi", "10.1/x"),),
    )


def test_what_a_run_added_goes(work_record):
    bring(
        replace(work_record, key="2401.00002", title="On moss and its friends", identifiers=(("arxiv", "2401.00002"),))
    )
    before = canonical()
    other = replace(
        work_record,
        source="crossref",
        key="10.1/y",
        title="Weaving with many looms",
        names=(PrintedAuthor("Otto Brink"),),
        identifiers=(("doi", "10.1/y"),),
    )
    run = bring(other)
    assert canonical() != before
    taken_back(run)
    assert differences(before, canonical()) == {}
    assert not Author.objects.filter(name="Otto Brink").exists()
    assert run.state == ImportRun.State.ROLLED_BACK
    assert ImportRun.objects.get(pk=run.pk).rolled_back_at


def test_a_work_that_others_list_too_becomes_what_they_say(work_record, published):
    bring(work_record)
    before = canonical()
    run = bring(published)
    assert Work.objects.get().published_in == "Journal of Engines"
    taken_back(run)
    assert differences(before, canonical()) == {}
    work = Work.objects.get()
    assert (work.origins, list(work.identifiers.values_list("scheme", flat=True))) == ({}, ["arxiv"])
    assert not AuthorIdentifier.objects.exists()


def test_what_came_later_stays(work_record, published):
    run = bring(work_record)
    bring(published)
    taken_back(run)
    work = Work.objects.get()
    assert (work.source, work.kind, work.abstract) == ("crossref", "article", "Of the publisher.")


def test_the_version_before_is_shown_again(work_record):
    bring(work_record)
    before = canonical()
    run = bring(replace(work_record, number=2, title="Engines that weave all numbers"))
    taken_back(run)
    assert differences(before, canonical()) == {}


def test_records_that_a_later_run_gave_again_are_that_runs_from_now_on(work_record):
    run = bring(work_record)
    later = ImportRun.objects.create(source="arxiv", paths=["-"], state=ImportRun.State.FINISHED)
    SeenAgain.objects.create(run=later, records=[SourceRecord.objects.get().pk])
    taken_back(run)
    assert Work.objects.exists()
    assert SourceRecord.objects.get().run_id == later.pk


def test_people_institutions_and_topics_of_a_run_go_with_it():
    bring(TopicRecord("openalex", "T1", None, PrintedTopic("openalex", "T1", "Looms"), "Of weaving.", (), ()))
    runs = [
        bring(TopicRecord("openalex", "T2", None, PrintedTopic("openalex", "T2", "Moss"), "", (BIOLOGY,), ())),
        bring(MILA),
        bring(AuthorRecord("openalex", "A1", None, ("Ada Byron",), (("openalex", "A1"),))),
    ]
    for run in runs:
        taken_back(run)
    assert list(Topic.objects.filter(parent=None).exclude(code="F1").values_list("code", flat=True)) == ["T1"]
    assert not Institution.objects.exists()
    assert not Author.objects.exists()


def test_a_run_is_taken_back_once(work_record):
    run = bring(work_record)
    taken_back(run)
    run.refresh_from_db()
    with pytest.raises(NotToRollBack):
        roll_back(run)
