"""Asks for the explorer's larger graph, and computes it."""

from typing import cast

from django.db import transaction
from django.db.models.functions import Now

from bzpeer.db.locks import transaction_lock
from bzpeer.db.outbox import services as outbox
from graph.explorer.filters import Filters
from graph.explorer.page import draw_selection, title_of
from graph.explorer.selection import select
from graph.explorer.stored import SEEDS, content_of
from graph.slices import neighbourhood
from graph.slices.models import GraphSlice
from works.record.addresses import Kind

TASK = "graph.compute_explorer"


def key_of(kind: str, object_id: int) -> str:
    """The outbox key: however many ask, one job waits."""
    return f"explorer:{kind}:{object_id}"


@transaction.atomic
def ask(kind: str, object_id: int) -> None:
    """Asks for the graph of a centre that is not there or old, once."""
    outbox.put(TASK, queue="interactive", key=key_of(kind, object_id), kind=kind, object_id=object_id)


def compute(kind: str, object_id: int) -> None:
    """Selects, cuts, lays out and saves; the row of a centre that is no more is deleted. Safe to run again."""
    # Committed before anything is read: what is marked stale from here on stays so.
    GraphSlice.objects.bulk_create([GraphSlice(kind=kind, object_id=object_id)], ignore_conflicts=True)
    GraphSlice.objects.filter(kind=kind, object_id=object_id).update(is_explorer_stale=False)
    _compute(kind, object_id)


@transaction.atomic
def _compute(kind: str, object_id: int) -> None:
    transaction_lock(key_of(kind, object_id))
    around = neighbourhood.read(cast(Kind, kind), object_id, seeds=SEEDS)
    if around is None:
        GraphSlice.objects.filter(kind=kind, object_id=object_id).delete()
        return
    content = content_of(around)
    # As a whole it is looked at most, and takes longest to draw.
    content["svg"] = draw_selection(select(content, Filters()), title_of(around.nodes[around.centre].label))
    GraphSlice.objects.filter(kind=kind, object_id=object_id).update(explorer=content, explored_at=Now())
