"""What of a stored graph fits the filters; pure, so that a filtered view needs no worker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.explorer.filters import Filters
from graph.explorer.stored import Content
from graph.layout.frame import Frame, Spot
from works.record.addresses import Kind, path_of


class Shown(NamedTuple):
    """A node that is shown."""

    kind: Kind
    pk: int
    label: str
    slug: str
    year: int | None
    note: str
    score: float
    at: Spot

    @property
    def path(self) -> str:
        """Its page."""
        return path_of(self.kind, self.slug, self.pk)

    @property
    def ref(self) -> str:
        """`slug-id`."""
        return f"{self.slug}-{self.pk}"


class Joined(NamedTuple):
    """Two shown nodes by their number, and how: `shared` works for two people, `strength` for what is drawn."""

    relation: str
    one: int
    other: int
    shared: int
    strength: float


@dataclass(frozen=True, slots=True)
class Selection:
    """The nodes, the centre first, what joins them, and the frame in which they have their places."""

    frame: Frame
    nodes: list[Shown]
    edges: list[Joined]


def select(content: Content, filters: Filters) -> Selection:
    """What fits of what is stored: see `narrow`."""
    return narrow(whole(content), filters)


def whole(content: Content) -> Selection:
    """Everything that is stored."""
    nodes = [_shown(node) for node in content["nodes"]]
    return Selection(Frame(*content["frame"]), nodes, [Joined(*edge) for edge in content["edges"]])


def narrow(everything: Selection, filters: Filters) -> Selection:
    """What fits: papers by year and topic, others by what they have to do with those, and all by kind.

    The centre stays whatever it is, and everything keeps its place.
    """
    nodes = everything.nodes
    kept = _kept(nodes, everything.edges, filters)
    if filters.kinds:
        kept = [n for n in kept if n == 0 or nodes[n].kind in filters.kinds]
    if len(kept) == len(nodes):
        return everything
    number = {n: place for place, n in enumerate(kept)}
    joined = [
        Joined(relation, number[one], number[other], shared, strength)
        for relation, one, other, shared, strength in everything.edges
        if one in number and other in number
    ]
    return Selection(everything.frame, [nodes[n] for n in kept], joined)


def lines_of(selection: Selection) -> list[Joined]:
    """What is drawn: people who share a shown paper are joined by it and need no line of their own."""
    wrote: dict[int, set[int]] = {}
    for edge in selection.edges:
        if edge.relation == "wrote":
            wrote.setdefault(edge.one, set()).add(edge.other)
    return [
        edge
        for edge in selection.edges
        if edge.relation != "together" or not wrote.get(edge.one, set()) & wrote.get(edge.other, set())
    ]


def _kept(nodes: Sequence[Shown], edges: Iterable[Joined], filters: Filters) -> list[int]:
    if not filters.has_papers_in_mind:
        return list(range(len(nodes)))
    about = {edge.one for edge in edges if edge.relation == "about" and nodes[edge.other].pk == filters.topic}
    papers = {n for n, node in enumerate(nodes) if node.kind == "work" and _fits(n, node, about, filters)}
    people = {edge.one for edge in edges if edge.relation == "wrote" and edge.other in papers}
    topics = {edge.other for edge in edges if edge.relation == "about" and edge.one in papers}
    places = {edge.other for edge in edges if edge.relation == "at" and edge.one in people}
    return sorted({0} | papers | people | topics | places)


def _fits(n: int, node: Shown, about: set[int], filters: Filters) -> bool:
    if filters.topic is not None and n not in about:
        return False
    if filters.first is None and filters.last is None:
        return True
    return node.year is not None and (filters.first or 0) <= node.year <= (filters.last or 9999)


def _shown(node: dict[str, Any]) -> Shown:
    return Shown(
        node["kind"],
        node["pk"],
        node["label"],
        node["slug"],
        node["year"],
        node["note"],
        node["score"],
        Spot(*node["at"]),
    )
