"""Reads links from the stored collaborations, within a time that the whole search shares."""

from collections.abc import Collection
from time import monotonic
from typing import Any

from django.db import OperationalError, connection, transaction

from graph.paths import statements
from graph.paths.rules import Layer, Link, OutOfTime

QUERY_CANCELED = "57014"
# All statements of a search together; nobody's page stands still for longer.
PATIENCE_SECONDS = 2.0
# A layer of thousands is sorted and hashed in memory; compiling the plan would take longer than running it.
SETTINGS = "SELECT set_config('statement_timeout', %s, true), set_config('work_mem', '32MB', true), "
SETTINGS += "set_config('jit', 'off', true)"


class DatabaseReader:
    """A `rules.Reader`; `with_large` takes works by more than a hundred people for links too."""

    def __init__(self, *, with_large: bool = False, patience: float = PATIENCE_SECONDS) -> None:
        self.with_large = with_large
        self.until = monotonic() + patience

    def around(self, layer: Layer) -> dict[int, int]:
        """Everybody linked to somebody of the layer, with the least cost of going there. One query."""
        statement = statements.AROUND_LARGE if self.with_large else statements.AROUND
        return {row[0]: row[1] for row in self._rows(statement, _arrays("near", layer))}

    def bridges(self, near: Layer, far: Layer) -> list[Link]:
        """The cheapest links from one layer into the other. One query, read from the smaller side."""
        statement = statements.BRIDGES_LARGE if self.with_large else statements.BRIDGES
        if len(far) < len(near):
            rows = self._rows(statement, _arrays("near", far) | _arrays("far", near))
            return [Link(other, one, cost) for one, other, cost in rows]
        return [Link(*row) for row in self._rows(statement, _arrays("near", near) | _arrays("far", far))]

    def back(self, people: Collection[int], layer: Layer) -> list[Link]:
        """For each of these people their cheapest links into the layer. One query."""
        statement = statements.BACK_LARGE if self.with_large else statements.BACK
        return [Link(*row) for row in self._rows(statement, _arrays("near", layer) | {"people": sorted(people)})]

    def _rows(self, statement: str, values: dict[str, Any]) -> list[tuple[int, ...]]:
        left = self.until - monotonic()
        if left <= 0:
            raise OutOfTime
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(SETTINGS, [str(max(1, int(left * 1000)))])
                cursor.execute(statement, values)
                return cursor.fetchall()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") == QUERY_CANCELED:
                raise OutOfTime from error
            raise


def _arrays(name: str, layer: Layer) -> dict[str, list[int]]:
    return {name: list(layer), f"{name}_costs": list(layer.values())}
