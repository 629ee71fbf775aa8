"""What is stored of the explorer's graph, read with one query."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bzpeer.db.outbox.queries import LATE_FOR_SOMEBODY, OPEN_JOB
from bzpeer.db.prepared import prepared_cursor
from graph.explorer.services import key_of
from graph.explorer.stored import FORMAT, Content
from graph.slices.queries import SlicePanel, State
from works.record.addresses import Kind

STORED = f"""
    SELECT s.explorer, s.is_explorer_stale OR job.made_at IS NOT NULL, s.explored_at,
           job.made_at, job.set_aside_at IS NOT NULL,
           now() - job.made_at > %(late)s,
           EXISTS (
               SELECT FROM jsonb_array_elements(s.explorer -> 'nodes') AS node
               LEFT JOIN works_author a ON a.id = (node ->> 'pk')::bigint AND a.removed_at IS NULL
               WHERE node ->> 'kind' = 'author' AND a.id IS NULL
           )
    FROM (SELECT) nothing
    LEFT JOIN graph_graphslice s ON s.kind = %(kind)s AND s.object_id = %(object_id)s
    {OPEN_JOB}
"""  # noqa: S608 - statements of ours


@dataclass(frozen=True, slots=True)
class StoredGraph:
    """The larger graph of a centre: none yet, or old while a newer one is computed.

    `queued_at` is when the job that is open was asked for; `has_failed` when it was set aside; `is_late`
    when it was asked for more than a minute ago.
    """

    content: Content | None
    is_stale: bool
    computed_at: datetime | None
    queued_at: datetime | None
    has_failed: bool
    is_late: bool

    @property
    def needs_asking(self) -> bool:
        """Whether nobody has asked for what is missing."""
        return (self.content is None or self.is_stale) and self.queued_at is None

    @property
    def is_awaited(self) -> bool:
        """Whether it will be there in a moment."""
        return self.content is None and not self.has_failed

    @property
    def version(self) -> str:
        """Changes with everything that the page shows of it."""
        return f"{self.computed_at}/{self.is_stale}/{self.content is None}/{self.has_failed}/{self.is_late}"

    def meanwhile(self, small: SlicePanel) -> SlicePanel:
        """What stands in for it: the slice beside the record's page, else that this one is waited for."""
        if small.svg:
            return small
        state: State = "failed" if self.has_failed else "waiting"
        return SlicePanel(state, queued_at=self.queued_at, is_late=self.is_late)


def stored_graph(kind: Kind, object_id: int) -> StoredGraph:
    """What is stored of a centre. One query."""
    with prepared_cursor() as cursor:
        values: dict[str, Any] = {"kind": kind, "object_id": object_id, "key": key_of(kind, object_id)}
        cursor.execute(STORED, values | {"late": LATE_FOR_SOMEBODY})
        text, is_stale, computed_at, queued_at, is_set_aside, is_late, shows_somebody_gone = cursor.fetchone()
    content = json.loads(text) if text else None
    # Whoever was removed is in no picture from then on, however far from its centre.
    if content and (content["format"] != FORMAT or shows_somebody_gone):
        content = None
    return StoredGraph(
        content, bool(is_stale), computed_at, queued_at, bool(is_set_aside) and content is None, bool(is_late)
    )
