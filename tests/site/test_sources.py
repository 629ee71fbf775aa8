"""Where records come from."""

from datetime import UTC, datetime

import pytest

from works.importers.sources import SOURCES
from works.models import ImportRun, SyncSource, SyncTarget

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 3, 3, 2, tzinfo=UTC)


def run(**fields) -> ImportRun:
    made = ImportRun.objects.create(**({"source": "arxiv", "paths": ["-"], "state": "finished"} | fields))
    ImportRun.objects.filter(pk=made.pk).update(started_at=WHEN)
    return made


def told(client) -> str:
    return " ".join(client.get("/about/sources/").content.decode().split())


def test_every_source_has_its_licence(client):
    page = told(client)
    assert page.count("<h2>") == len(SOURCES)
    assert "Public domain (CC0 1.0)" in page


def test_a_source_says_what_came_from_it_and_when_it_was_asked(client):
    run(created=1_200, updated=3)
    run(created=34)
    SyncTarget.objects.create(source="arxiv", kind="author", value="quill_a", answered_at=WHEN)
    page = told(client)
    assert "Last records taken in on 3 March 2026; 1,234 added so far, 3 changed." in page
    assert "Last asked on 3 March 2026." in page


@pytest.mark.parametrize("fields", [{"state": "rolled back"}, {"is_preview": True}])
def test_what_was_taken_back_or_never_stayed_is_not_counted(client, fields):
    run(created=7, **fields)
    assert "added so far" not in told(client)


def test_trouble_with_a_source_is_told(client):
    SyncSource.objects.create(source="openalex", trouble="it cannot be reached")
    assert "Last try: it cannot be reached." in told(client)


def test_a_site_that_asks_nobody_says_so(client, settings):
    assert "Each night arXiv" in told(client)
    settings.IMPORT_MAILTO = ""
    assert "This site asks no source by itself" in told(client)


def test_the_page_costs_three_queries(client, django_assert_num_queries):
    run(created=7)
    with django_assert_num_queries(3):
        client.get("/about/sources/")
