"""Who opens an explorer asks for its graph when nobody has."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest

from graph.explorer import services
from graph.explorer.queries import StoredGraph, stored_graph
from graph.slices.asking import is_allowed
from works.record.addresses import Kind

log = logging.getLogger(__name__)


def asked_graph(request: HttpRequest, kind: Kind, object_id: int) -> StoredGraph:
    """The larger graph of a centre; what is missing is asked for, within the visitor's allowance of new slices.

    One query, and those of `services.ask` once.
    """
    graph = stored_graph(kind, object_id)
    if graph.needs_asking and is_allowed(request):
        try:
            services.ask(kind, object_id)
        except DatabaseError as error:
            # As for the slice beside a page: a database that takes no writes still serves this one.
            log.warning("The graph of %s %s could not be asked for: %s", kind, object_id, type(error).__name__)
    return graph
