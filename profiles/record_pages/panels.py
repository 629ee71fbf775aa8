"""The slice beside a record: read with its page, asked for once where there is none."""

import logging
from dataclasses import dataclass
from typing import Any, Literal

from django.db import DatabaseError

from graph.slices import services as slices
from graph.slices.queries import SlicePanel, slice_panel
from works.models import Institution, Topic, Work

log = logging.getLogger(__name__)
Kind = Literal["work", "topic", "institution"]


@dataclass(frozen=True, slots=True)
class Beside:
    """A record with the panel beside it."""

    record: Work | Topic | Institution
    panel: SlicePanel

    @property
    def version(self) -> str:
        """Names everything that a page of both shows."""
        return f"{self.record.version} {self.panel.version}"

    @property
    def context(self) -> dict[str, Any]:
        """What `graph/_slice.html` reads."""
        return {"panel": self.panel, "slice_url": f"{self.record.get_absolute_url()}graph/slice/", "attempt": 0}


def slice_beside(record: Work | Topic | Institution, kind: Kind) -> Beside:
    """The panel of a record, in one query; a visit that finds nobody has asked for what is missing asks."""
    panel = slice_panel(kind, record.pk)
    if panel.needs_asking:
        try:
            slices.ask(kind, record.pk)
        except DatabaseError as error:
            # A database that takes no writes for the moment still serves the page; the next visit asks again.
            log.warning("The slice of %s %s could not be asked for: %s", kind, record.pk, type(error).__name__)
    return Beside(record, panel)
