"""The jobs of this app."""

from bzpeer.db.outbox.jobs import job
from graph.explorer import services as explorer
from graph.slices import services


@job("graph.compute_slice")
def compute_slice(kind: str, object_id: int) -> None:
    """Queue wrapper of `slices.services.compute`."""
    services.compute(kind, object_id)


@job("graph.compute_explorer", is_whole=False)
def compute_explorer(kind: str, object_id: int) -> None:
    """Queue wrapper of `explorer.services.compute`."""
    explorer.compute(kind, object_id)
