"""Draws slices in this process, for those who run without a worker."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from graph.slices import services as slices
from graph.slices.models import GraphSlice
from works.models import Author, MarkKind

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many slices were drawn, and how many could not be."""

    drawn: int = 0
    failed: int = 0


def draw_waiting() -> Drawn:
    """Draw every slice that was asked for or went stale."""
    return _draw(_stale())


def draw_everybody() -> Drawn:
    """Draw what waits, and the slice of each researcher who has none yet."""
    waiting, missing = _draw(_stale()), _draw(_missing())
    return Drawn(waiting.drawn + missing.drawn, waiting.failed + missing.failed)


def _stale() -> Iterator[tuple[str, int]]:
    yield from GraphSlice.objects.filter(is_stale=True).order_by("kind", "object_id").values_list("kind", "object_id")


def _missing() -> Iterator[tuple[str, int]]:
    stored = GraphSlice.objects.filter(kind=MarkKind.AUTHOR, object_id=OuterRef("pk"))
    authors = Author.objects.public().filter(~Exists(stored), works_count__gt=0).order_by("pk")
    yield from ((MarkKind.AUTHOR.value, pk) for pk in authors.values_list("pk", flat=True))


def _draw(wanted: Iterator[tuple[str, int]]) -> Drawn:
    drawn = failed = 0
    for kind, pk in wanted:
        try:
            slices.compute(kind, pk)
            drawn += 1
        except Exception:
            # One neighbourhood that cannot be drawn must not keep the others from being drawn.
            log.exception("The slice of %s %s could not be drawn", kind, pk)
            failed += 1
    return Drawn(drawn, failed)
