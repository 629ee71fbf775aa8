"""Which questions there are follows from who is on record."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from bzpeer.db.models import OutboxRow
from bzpeer.db.signals import swept
from tests.factories.profiles import make_author, make_work
from tests.factories.works import InstitutionFactory
from tests.works.sync import answers as reply
from works.models import AuthorshipInstitution, ImportRun, SourceRecord, SyncSource, SyncTarget
from works.sync import planning, queueing
from works.sync.rules import SOURCES

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
IDENTIFIERS = {"openalex": "A5023888391", "orcid": "0000-0002-1825-0097"}


def plan_all() -> set[tuple[str, str, str]]:
    for source in SOURCES:
        planning.plan(source, NOW)
    return set(SyncTarget.objects.values_list("source", "kind", "value"))


@pytest.fixture
def ada():
    ada = make_author("Ada Quill", works_count=1)
    for scheme, value in IDENTIFIERS.items():
        ada.identifiers.create(scheme=scheme, value=value)
    return ada


def test_authors_are_asked_about_by_their_identifiers(ada):
    assert plan_all() == {
        ("openalex", "author", "A5023888391"),
        ("crossref", "author", "0000-0002-1825-0097"),
        ("orcid", "author", "0000-0002-1825-0097"),
    }


def test_arxiv_is_asked_for_names_where_its_works_are_on_record(ada):
    work = make_work("On Quills", authors=[ada])
    SourceRecord.objects.create(source="arxiv", key="2101.00001", digest=b"1" * 16, work=work)
    assert ("arxiv", "author", "quill_a") in plan_all()


def test_institutions_are_asked_about_once_people_are_there(ada):
    here, nowhere = InstitutionFactory(), InstitutionFactory()
    here.identifiers.create(scheme="ror", value="03c4mmv16")
    nowhere.identifiers.create(scheme="ror", value="05c22rx21")
    authorship = make_work("On Quills", authors=[ada]).authorships.get()
    AuthorshipInstitution.objects.create(authorship=authorship, institution=here)
    institutions = [value for source, kind, value in plan_all() if kind == "institution"]
    assert institutions == ["03c4mmv16"]


def test_planning_again_keeps_what_is_there(ada):
    plan_all()
    SyncTarget.objects.update(answered_at=NOW, due_at=NOW + timedelta(days=7))
    plan_all()
    assert set(SyncTarget.objects.values_list("answered_at", flat=True)) == {NOW}


def test_nobody_is_asked_about_who_is_not_on_record_any_more(ada):
    plan_all()
    ada.removed_at = timezone.now()
    ada.save()
    assert plan_all() == set()


def test_the_sweep_puts_in_what_is_due_once(work_off, ada):
    for source in SOURCES:
        SyncSource.objects.create(source=source, planned_at=timezone.now())
    SyncTarget.objects.create(source="orcid", kind="author", value=IDENTIFIERS["orcid"], due_at=NOW)
    SyncTarget.objects.create(source="openalex", kind="author", value="A1", due_at=timezone.now() + timedelta(hours=1))
    for _ in range(3):
        swept.send(sender=None)
    assert list(OutboxRow.objects.filter(task=queueing.ASK).values_list("args", flat=True)) == [{"source": "orcid"}]


def test_questions_are_looked_through_once_a_day(work_off, ada):
    swept.send(sender=None)
    assert OutboxRow.objects.filter(task=queueing.PLAN).count() == len(SOURCES)
    OutboxRow.objects.exclude(task=queueing.PLAN).delete()
    work_off_plans(work_off)
    OutboxRow.objects.all().delete()
    swept.send(sender=None)
    assert not OutboxRow.objects.filter(task=queueing.PLAN).exists()
    assert SyncTarget.objects.count() == 3


def work_off_plans(work_off) -> None:
    """Only the jobs that plan: those that ask would leave the machine."""
    assert work_off() == len(SOURCES)


def test_the_job_asks_until_nothing_is_due_and_ends_the_run(source, work_off):
    source("openalex", reply.openalex(reply.OPENALEX_WORKS[0], cursor="more"), reply.openalex(reply.OPENALEX_WORKS[3]))
    for name in SOURCES:
        SyncSource.objects.create(source=name, planned_at=timezone.now())
    SyncTarget.objects.create(source="openalex", kind="author", value="A1", due_at=NOW)
    swept.send(sender=None)
    OutboxRow.objects.exclude(task=queueing.ASK).delete()
    work_off()
    run = ImportRun.objects.get()
    assert (run.created, run.state) == (2, ImportRun.State.FINISHED)
    assert SyncSource.objects.get(source="openalex").run is None
    assert SyncTarget.objects.get().answered_at is not None


@pytest.mark.parametrize(
    ("state", "is_put_in"),
    [
        ({}, True),
        ({"rests_until": NOW - timedelta(hours=1)}, True),
        ({"rests_until": NOW + timedelta(hours=1)}, False),
        ({"day": NOW.date(), "asked": 5_000}, False),
        ({"day": NOW.date() - timedelta(days=1), "asked": 5_000}, True),
    ],
)
def test_a_source_that_rests_or_has_spent_its_day_is_not_woken(state, is_put_in):
    SyncSource.objects.create(source="orcid", **state)
    SyncTarget.objects.create(source="orcid", kind="author", value="x", due_at=NOW)
    assert queueing.due_sources(NOW) == (["orcid"] if is_put_in else [])


def test_without_an_address_to_write_to_nothing_is_put_in(settings, ada):
    settings.IMPORT_MAILTO = ""
    swept.send(sender=None)
    assert not OutboxRow.objects.filter(task__startswith="works.sync").exists()
