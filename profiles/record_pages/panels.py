"""The slice beside a record: read with its page, asked for once where there is none."""

from dataclasses import dataclass
from typing import Any, Literal

from graph.slices.asking import panel_beside
from graph.slices.queries import SlicePanel
from works.models import Institution, Topic, Work

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
    return Beside(record, panel_beside(kind, record.pk))
