"""Reads links from the stored collaborations, within a time that the whole search shares."""

from collections.abc import Collection
from time import monotonic
from typing import Any

from bzpeer.db.prepared import prepared_cursor
from graph.paths import statements
from graph.paths.rules import Layer, Link, OutOfTime
from works.search.patience import PLANNED_ONCE, OutOfPatience, patience

# All statements of a search together; nobody's page stands still for longer.
PATIENCE_SECONDS = 2.0
# A layer of thousands is sorted and hashed in memory.
SETTINGS = (("work_mem", "32MB"), PLANNED_ONCE)


class DatabaseReader:
    """A `rules.Reader`; `with_large` takes works by more than a hundred people for links too."""

    def __init__(self, *, with_large: bool = False, patience: float = PATIENCE_SECONDS) -> None:
        self.with_large = with_large
        self.until = monotonic() + patience

    def step(self, near: Layer, far: Layer, most: int) -> tuple[list[Link], dict[int, int]]:
        """Links from one layer into the other, else who is around the first of `near`. One query."""
        statement = statements.STEP_LARGE if self.with_large else statements.STEP
        rows = self._rows(statement, _arrays("near", near) | _arrays("far", far) | {"most": most})
        return [Link(*row) for row in rows if row[0]], {row[1]: row[2] for row in rows if not row[0]}

    def back(self, people: Collection[int], layer: Layer) -> list[Link]:
        """For each of these people their cheapest links into the layer. One query."""
        statement = statements.BACK_LARGE if self.with_large else statements.BACK
        return [Link(*row) for row in self._rows(statement, _arrays("near", layer) | {"people": sorted(people)})]

    def _rows(self, statement: str, values: dict[str, Any]) -> list[tuple[int, ...]]:
        left = self.until - monotonic()
        if left <= 0:
            raise OutOfTime
        try:
            with patience(max(1, int(left * 1000)), *SETTINGS), prepared_cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall()
        except OutOfPatience as error:
            raise OutOfTime from error


def _arrays(name: str, layer: Layer) -> dict[str, list[int]]:
    return {name: list(layer), f"{name}_costs": list(layer.values())}
