"""Slices are asked for once, computed in one piece, and marked stale by sets."""

import random

import pytest
from django.utils.timezone import now

from bzpeer.db.outbox.models import OutboxRow
from graph.edges.services import refresh
from graph.models import GraphSlice
from graph.slices import drawn, services
from graph.slices.neighbourhood import read
from graph.slices.typed import Neighbourhood
from graph.tasks import compute_slice
from tests.graph.builders import author, topic, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines():
    ines, otto = author("Ines Marlow", works_count=1), author("Otto Brink")
    work("On <i>moss</i> & ferns", [ines, otto], topics=[topic("Mosses")])
    refresh(None)
    return ines


def waiting() -> list[tuple]:
    return list(OutboxRow.objects.order_by("pk").values_list("task", "queue", "key", "args"))


def test_however_many_ask_there_is_one_row_and_one_job(ines):
    for _ in range(5):
        services.ask("author", ines.pk)
    key = f"slice:author:{ines.pk}"
    assert waiting() == [("graph.compute_slice", "interactive", key, {"kind": "author", "object_id": ines.pk})]
    assert list(GraphSlice.objects.values_list("kind", "object_id", "svg")) == [("author", ines.pk, "")]


def test_the_job_has_the_name_that_the_outbox_row_carries():
    assert compute_slice.name == services.TASK


def test_computing_stores_picture_rows_and_counts(ines):
    services.ask("author", ines.pk)
    services.compute("author", ines.pk)
    made = GraphSlice.objects.get()
    assert made.svg.startswith("<svg")
    assert made.content["counts"] == {"author": 1, "work": 1, "topic": 1}
    assert made.content["rows"][0]["label"] == "Ines Marlow"
    assert [row["note"] for row in made.content["rows"] if row["label"] == "Otto Brink"] == ["1 shared work"]
    assert not made.is_stale
    assert made.format == services.FORMAT
    assert made.took_ms is not None
    assert made.computed_at <= now()


def test_computing_needs_no_row_to_begin_with(ines):
    services.compute("author", ines.pk)
    assert GraphSlice.objects.get().svg


def test_computing_twice_gives_the_same_bytes(ines):
    services.compute("author", ines.pk)
    first = GraphSlice.objects.get()
    services.compute("author", ines.pk)
    second = GraphSlice.objects.get()
    assert (first.pk, first.svg, first.content) == (second.pk, second.svg, second.content)


def test_the_order_in_which_rows_come_changes_no_byte(ines):
    around = read("author", ines.pk)
    keys, edges = list(around.nodes), list(around.edges)
    random.Random(3).shuffle(keys)
    random.Random(4).shuffle(edges)
    shuffled = Neighbourhood(around.centre, {key: around.nodes[key] for key in keys}, edges, around.totals)
    assert drawn.picture(shuffled) == drawn.picture(around)


@pytest.mark.parametrize("kind", ["author", "work", "topic", "institution"])
def test_the_slice_of_what_is_no_more_is_deleted(kind):
    services.ask(kind, 404)
    services.compute(kind, 404)
    assert not GraphSlice.objects.exists()


def test_the_slice_of_a_person_who_was_removed_is_deleted(ines):
    services.compute("author", ines.pk)
    ines.removed_at = now()
    ines.save()
    services.compute("author", ines.pk)
    assert not GraphSlice.objects.exists()


def test_marking_stale_queues_existing_slices_only(ines):
    services.compute("author", ines.pk)
    services.compute("topic", 404)
    services.mark_stale("author", [ines.pk, 404])
    assert GraphSlice.objects.get().is_stale
    assert [(queue, key) for _, queue, key, _ in waiting()] == [("bulk", f"slice:author:{ines.pk}")]


def test_marking_all_of_a_kind_leaves_the_others(ines):
    one = ines.authorships.get().work
    services.compute("author", ines.pk)
    services.compute("work", one.pk)
    services.mark_stale("work", None)
    services.mark_stale("work", None)
    assert dict(GraphSlice.objects.values_list("kind", "is_stale")) == {"author": False, "work": True}
    assert len(waiting()) == 1


def test_a_stale_slice_keeps_its_picture_until_the_new_one_is_there(ines):
    services.compute("author", ines.pk)
    before = GraphSlice.objects.get()
    services.mark_stale("author", None)
    assert GraphSlice.objects.get().svg == before.svg
    services.compute("author", ines.pk)
    assert not GraphSlice.objects.get().is_stale
