"""Asks for slices, computes them, and says when they no longer follow from the record."""

from collections.abc import Sequence
from time import perf_counter
from typing import Any, cast

from django.db import transaction
from django.db.models.functions import Now

from bzpeer.db.locks import transaction_lock
from bzpeer.db.outbox import services as outbox
from graph.similar import services as similar
from graph.slices import drawn, neighbourhood
from graph.slices.models import GraphSlice
from works.record.addresses import Kind

TASK = "graph.compute_slice"
# Goes up when the picture or its content changes shape: rows of an older format count as stale.
FORMAT = 1


def key_of(kind: str, object_id: int) -> str:
    """The outbox key of a slice: however many ask, one job waits."""
    return f"slice:{kind}:{object_id}"


@transaction.atomic
def ask(kind: str, object_id: int, *, queue: str = "interactive") -> None:
    """Asks for a slice that is not there, once: the row and its job. Does nothing more when both are there."""
    GraphSlice.objects.bulk_create([GraphSlice(kind=kind, object_id=object_id)], ignore_conflicts=True)
    _queue(kind, object_id, queue=queue)


@transaction.atomic
def compute(kind: str, object_id: int) -> None:
    """Selects, cuts, lays out, draws and saves one slice; the row of a centre that is no more is deleted.

    Safe to run again: the same record gives the same picture.
    """
    # Two jobs for one slice must not end in the wrong order: the later reading wins.
    transaction_lock(key_of(kind, object_id))
    started = perf_counter()
    around = neighbourhood.read(cast(Kind, kind), object_id)
    if around is None:
        GraphSlice.objects.filter(kind=kind, object_id=object_id).delete()
        return
    made = drawn.picture(around)
    values: dict[str, Any] = {
        "content": made.content,
        "svg": made.svg,
        "format": FORMAT,
        "is_stale": False,
        "computed_at": Now(),
        "took_ms": round((perf_counter() - started) * 1000),
    }
    GraphSlice.objects.update_or_create(kind=kind, object_id=object_id, defaults=values)
    if kind == "author":
        similar.refresh(object_id)


@transaction.atomic
def mark_stale(kind: str, ids: Sequence[int] | None) -> None:
    """Marks existing slices stale and queues them in bulk; None means all of the kind. Others are not made."""
    slices = GraphSlice.objects.filter(kind=kind)
    if ids is not None:
        slices = slices.filter(object_id__in=list(ids))
    # In one order, so that two callers never hold what the other waits for.
    touched = list(slices.order_by("object_id").select_for_update().values_list("object_id", flat=True))
    slices.filter(is_stale=False).update(is_stale=True)
    # Drawn again for who opens it next: few do.
    slices.filter(is_explorer_stale=False).update(is_explorer_stale=True)
    for object_id in touched:
        _queue(kind, object_id, queue="bulk")


def _queue(kind: str, object_id: int, *, queue: str) -> None:
    outbox.put(TASK, queue=queue, key=key_of(kind, object_id), kind=kind, object_id=object_id)
