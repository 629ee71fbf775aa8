"""Reads what lies around a centre, before anything is chosen, with one statement."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from graph.slices import statements
from graph.slices.typed import Edge, Neighbourhood, Node, NodeKey, Relation
from works.record.addresses import Kind

ENDS: dict[Relation, tuple[Kind, Kind]] = {
    "wrote": ("author", "work"),
    "about": ("work", "topic"),
    "at": ("author", "institution"),
    "together": ("author", "author"),
}
# Tag, one, other, weight, shared, label, slug: what each holds depends on the tag, see `statements.py`.
Row = tuple[Any, ...]


def read(kind: Kind, object_id: int, *, seeds: int = statements.SEEDS) -> Neighbourhood | None:
    """The neighbourhood of a centre, None when there is no such page. One query, strongest first, bounded.

    Bounds: about 1,500 nodes and 4,000 edges, well within those of graph.md (4,000 and 20,000).
    """
    with connection.cursor() as cursor:
        cursor.execute(statements.NEIGHBOURHOOD[kind], {"centre": object_id, "seeds": seeds})
        return assemble((kind, object_id), cursor.fetchall())


def assemble(centre: NodeKey, rows: Iterable[Row]) -> Neighbourhood | None:
    """Rows of the statement, in any order, as a neighbourhood; edges of which an end is missing are left out."""
    nodes: dict[NodeKey, Node] = {}
    edges: dict[tuple[Relation, NodeKey, NodeKey], Edge] = {}
    totals: dict[Kind, int] = {}
    for tag, one, other, weight, shared, label, slug in rows:
        if tag in ENDS:
            edge = _edge(tag, one, other, weight, shared)
            edges[edge.relation, edge.one, edge.other] = edge
        elif tag == "total":
            totals[label] = one
        else:
            nodes[tag, one] = Node(tag, one, label, slug, shared or 0, other)
    if centre not in nodes:
        return None
    whole = [edges[key] for key in sorted(edges) if edges[key].one in nodes and edges[key].other in nodes]
    return Neighbourhood(centre, {key: nodes[key] for key in sorted(nodes)}, whole, totals)


def _edge(relation: Relation, one: int, other: int, weight: float | None, shared: int | None) -> Edge:
    first, second = ENDS[relation]
    if relation == "together" and one > other:
        one, other = other, one
    return Edge(relation, (first, one), (second, other), 1.0 if weight is None else weight, shared or 1)
