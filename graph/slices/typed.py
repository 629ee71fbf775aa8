"""The typed graph of a neighbourhood: nodes of four kinds, edges of four relations; pure."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from works.record.addresses import Kind, path_of

Relation = Literal["wrote", "about", "at", "together"]
NodeKey = tuple[Kind, int]
# The order of kinds in lists, and the tie-breaker before the id.
KINDS: tuple[Kind, ...] = ("author", "work", "topic", "institution")


class Node(NamedTuple):
    """A person, paper, topic or institution; `size` is a paper's authors, else works; `year` is a paper's."""

    kind: Kind
    pk: int
    label: str
    slug: str
    size: int = 0
    year: int | None = None

    @property
    def key(self) -> NodeKey:
        """Kind and id."""
        return self.kind, self.pk

    @property
    def href(self) -> str:
        """The address of its page."""
        return path_of(self.kind, self.slug, self.pk)


class Edge(NamedTuple):
    """One relation; a person comes first where there is one. `weight` and `shared` are those of two people."""

    relation: Relation
    one: NodeKey
    other: NodeKey
    weight: float = 1.0
    shared: int = 1


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The nodes by key, the edges between them, and how many of a kind there are around it, as far as is known."""

    centre: NodeKey
    nodes: dict[NodeKey, Node]
    edges: list[Edge]
    totals: dict[Kind, int] = field(default_factory=dict)
