"""What a page shows of a slice, read with one query."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bzpeer.db.outbox.queries import LATE_FOR_SOMEBODY, OPEN_JOB
from bzpeer.db.prepared import prepared_cursor
from graph.drawing.shapes import CLASSES
from graph.slices.services import FORMAT, key_of
from graph.slices.typed import KINDS
from graph.slices.words import counted, counted_more, kind_word
from works.record.addresses import Kind

State = Literal["ready", "stale", "waiting", "failed"]
# From the second minute on the waiting text says since when.
PANEL = f"""
    SELECT s.content, s.svg, s.is_stale OR s.format < %(format)s, s.computed_at, s.asked_at,
           job.made_at, job.set_aside_at IS NOT NULL, now() - coalesce(job.made_at, s.asked_at) > %(late)s
    FROM (SELECT) nothing
    LEFT JOIN graph_graphslice s ON s.kind = %(kind)s AND s.object_id = %(object_id)s
    {OPEN_JOB}
"""  # noqa: S608 - statements of ours


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    kind: Kind
    label: str
    href: str
    note: str

    @property
    def css(self) -> str:
        """The class of its kind."""
        return CLASSES[self.kind]

    @property
    def kind_word(self) -> str:
        """`person`."""
        return kind_word(self.kind)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a kind, in words."""

    kind: Kind
    words: str

    @property
    def css(self) -> str:
        """The class of its kind."""
        return CLASSES[self.kind]


@dataclass(frozen=True, slots=True)
class SlicePanel:
    """A slice as a page shows it.

    `stale` has a picture with its date while a newer one is computed; `waiting` has none yet; `failed` says
    that the job was set aside, with the rows of an older slice if there is one. `queued_at` is when the job
    that is open was asked for; `is_late` when that is more than a minute ago.
    """

    state: State
    svg: str = ""
    rows: list[Row] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    left_out: list[Count] = field(default_factory=list)
    computed_at: datetime | None = None
    asked_at: datetime | None = None
    queued_at: datetime | None = None
    is_late: bool = False

    @property
    def needs_asking(self) -> bool:
        """Whether nobody has asked for what is missing: then the page calls `services.ask`."""
        return self.state in {"waiting", "stale"} and self.queued_at is None

    @property
    def waiting_since(self) -> datetime | None:
        """When the job that is open was put in; when the slice was asked for, if it is lost."""
        return self.queued_at or self.asked_at

    @property
    def version(self) -> str:
        """Changes with everything that the panel shows: a part of the version of a stored page."""
        parts = (self.state, self.computed_at, self.queued_at if self.is_late else "", self.is_late)
        return "/".join(str(part) for part in parts)


def slice_panel(kind: str, object_id: int) -> SlicePanel:
    """The panel of a centre, whatever its state. One query."""
    values: dict[str, Any] = {
        "kind": kind,
        "object_id": object_id,
        "key": key_of(kind, object_id),
        "format": FORMAT,
        "late": LATE_FOR_SOMEBODY,
    }
    with prepared_cursor() as cursor:
        cursor.execute(PANEL, values)
        content, svg, is_stale, computed_at, asked_at, queued_at, is_set_aside, is_late = cursor.fetchone()
    content = json.loads(content) if content else {}
    return SlicePanel(
        state=_state(svg=svg, is_stale=is_stale, is_set_aside=is_set_aside),
        svg=svg or "",
        rows=[Row(**row) for row in content.get("rows", [])],
        counts=[Count(kind, counted(kind, count)) for kind, count in _pairs(content, "counts")],
        left_out=[Count(kind, counted_more(kind, count)) for kind, count in _pairs(content, "left_out")],
        computed_at=computed_at,
        asked_at=asked_at,
        queued_at=queued_at,
        is_late=bool(is_late),
    )


def _state(*, svg: str | None, is_stale: bool | None, is_set_aside: bool) -> State:
    if svg and not is_stale:
        return "ready"
    if is_set_aside:
        return "failed"
    return "stale" if svg else "waiting"


def _pairs(content: dict[str, Any], name: str) -> list[tuple[Kind, int]]:
    # JSON objects come back from the database in an order of its own.
    stored = content.get(name, {})
    return [(kind, stored[kind]) for kind in KINDS if kind in stored]
