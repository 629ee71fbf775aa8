"""What the explorer shows, as files for other programs; pure."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import networkx as nx

from bzpeer.web.markup import unmarked
from graph.drawing.shapes import CLASSES
from graph.explorer.selection import Joined, Selection, Shown

# A spreadsheet takes what begins so for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NODE_FIELDS = ("id", "kind", "label", "year", "connection", "address")
EDGE_FIELDS = ("source", "target", "relation", "works")
# Of the archive's members, so that the same graph gives the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its ending, its media type, and what writes it."""

    ending: str
    media_type: str
    write: Callable[[Selection, str], bytes]


def as_json(selection: Selection, site: str) -> bytes:
    """`nodes` and `edges` with the fields of the CSV files."""
    nodes = [dict(zip(NODE_FIELDS, row, strict=True)) for row in _nodes(selection, site)]
    edges = [dict(zip(EDGE_FIELDS, row, strict=True)) for row in _edges(selection)]
    return json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False, indent=1).encode()


def as_graphml(selection: Selection, site: str) -> bytes:
    """An undirected graph, written by networkx; what is not known is left out."""
    graph = nx.Graph()
    for row in _nodes(selection, site):
        key, *values = row
        graph.add_node(key, **{n: v for n, v in zip(NODE_FIELDS[1:], values, strict=True) if v is not None})
    for source, target, relation, works in _edges(selection):
        graph.add_edge(source, target, relation=relation, works=works)
    return "\n".join(nx.generate_graphml(graph)).encode()


def as_csv(selection: Selection, site: str) -> bytes:
    """A zip archive of `nodes.csv` and `edges.csv`."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, fields, rows in (
            ("nodes.csv", NODE_FIELDS, _nodes(selection, site)),
            ("edges.csv", EDGE_FIELDS, _edges(selection)),
        ):
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, _table(fields, rows))
    return kept.getvalue()


FORMATS: dict[str, Format] = {
    "graphml": Format("graphml", "application/graphml+xml", as_graphml),
    "csv": Format("zip", "application/zip", as_csv),
    "json": Format("json", "application/json", as_json),
}


def _table(fields: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(fields)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return text.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _nodes(selection: Selection, site: str) -> list[tuple[str, str, str, int | None, str, str]]:
    return [
        (_key(node), CLASSES[node.kind], unmarked(node.label), node.year, node.note, site + node.path)
        for node in selection.nodes
    ]


def _edges(selection: Selection) -> list[tuple[str, str, str, int]]:
    return [_edge(edge, selection.nodes) for edge in selection.edges]


def _edge(edge: Joined, nodes: Sequence[Shown]) -> tuple[str, str, str, int]:
    return _key(nodes[edge.one]), _key(nodes[edge.other]), edge.relation, edge.shared


def _key(node: Shown) -> str:
    return f"{CLASSES[node.kind]}-{node.pk}"
