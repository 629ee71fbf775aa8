"""The panel of a slice in each of its states, with one query."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from bzpeer.db.outbox.models import OutboxRow
from graph.models import GraphSlice
from graph.slices import services
from graph.slices.queries import slice_panel
from tests.graph.builders import author, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines():
    ines = author("Ines Marlow", works_count=3)
    work("On moss", [ines, author("Otto Brink")])
    return ines


def panel_of(ines):
    return slice_panel("author", ines.pk)


def test_nobody_has_asked_yet(ines, django_assert_num_queries):
    with django_assert_num_queries(1):
        panel = panel_of(ines)
    assert (panel.state, panel.needs_asking, panel.svg, panel.rows) == ("waiting", True, "", [])


def test_asked_for_and_waiting(ines):
    services.ask("author", ines.pk)
    panel = panel_of(ines)
    assert (panel.state, panel.needs_asking, panel.is_late) == ("waiting", False, False)
    assert panel.waiting_since is not None


def test_after_a_minute_it_says_since_when(ines):
    services.ask("author", ines.pk)
    asked = now() - timedelta(minutes=2)
    OutboxRow.objects.update(made_at=asked)
    panel = panel_of(ines)
    assert panel.is_late
    assert panel.waiting_since == asked


def test_a_job_that_is_lost_is_asked_for_again(ines):
    services.ask("author", ines.pk)
    OutboxRow.objects.all().delete()
    assert panel_of(ines).needs_asking


def test_ready(ines, django_assert_num_queries):
    services.compute("author", ines.pk)
    with django_assert_num_queries(1):
        panel = panel_of(ines)
    assert (panel.state, panel.needs_asking) == ("ready", False)
    assert [row.label for row in panel.rows] == ["Ines Marlow", "Otto Brink", "On moss"]
    assert [count.words for count in panel.counts] == ["1 person", "1 paper"]
    assert [count.words for count in panel.left_out] == ["2 more papers"]


def test_stale_with_its_old_picture(ines):
    services.compute("author", ines.pk)
    services.mark_stale("author", [ines.pk])
    panel = panel_of(ines)
    assert (panel.state, panel.needs_asking) == ("stale", False)
    assert panel.svg
    assert panel.computed_at


def test_an_older_format_is_stale_and_is_asked_for(ines):
    services.compute("author", ines.pk)
    GraphSlice.objects.update(format=services.FORMAT - 1)
    panel = panel_of(ines)
    assert (panel.state, panel.needs_asking) == ("stale", True)


def test_set_aside_is_failed_and_not_asked_for_again(ines):
    services.ask("author", ines.pk)
    OutboxRow.objects.update(set_aside_at=now(), begun_at=now())
    panel = panel_of(ines)
    assert (panel.state, panel.needs_asking, panel.rows) == ("failed", False, [])


def test_set_aside_with_an_older_slice_keeps_its_rows(ines):
    services.compute("author", ines.pk)
    services.mark_stale("author", [ines.pk])
    OutboxRow.objects.update(set_aside_at=now(), begun_at=now())
    panel = panel_of(ines)
    assert panel.state == "failed"
    assert len(panel.rows) == 3


def test_a_newer_job_after_one_that_was_set_aside_waits_again(ines):
    services.ask("author", ines.pk)
    OutboxRow.objects.update(set_aside_at=now(), begun_at=now())
    services.ask("author", ines.pk)
    assert panel_of(ines).state == "waiting"


def test_other_centres_have_their_own_panel(ines):
    services.compute("author", ines.pk)
    assert slice_panel("work", ines.pk).state == "waiting"
    assert slice_panel("author", ines.pk + 1).state == "waiting"


def test_the_version_changes_with_the_picture(ines):
    versions = [panel_of(ines).version]
    services.compute("author", ines.pk)
    versions.append(panel_of(ines).version)
    services.mark_stale("author", None)
    versions.append(panel_of(ines).version)
    assert len(set(versions)) == 3
