"""The explorer as its page shows it: the picture, the table, the links of the filters."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from bzpeer.web.markup import unmarked
from graph.drawing.picture import Dot, Line, draw_at
from graph.drawing.shapes import CLASSES
from graph.explorer.filters import Filters
from graph.explorer.selection import Joined, Selection, Shown, lines_of, narrow, whole
from graph.explorer.stored import Content
from graph.slices.drawn import caption
from graph.slices.queries import Count
from graph.slices.typed import KINDS
from graph.slices.words import counted, counted_more, kind_word
from works.record.addresses import Kind, path_between

# Topics to choose from, and pairs of people whose works are listed.
TOPICS, PAIRS = 8, 60
# Fewer papers than this need no ranges of years.
FEW = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of a filter: its words, its query, whether it is the one that holds, and the class of its kind."""

    words: str
    query: str
    is_chosen: bool
    css: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who wrote together: a line of the list of their works."""

    one: Shown
    other: Shown
    shared: int

    @property
    def receipt(self) -> str:
        """The page of all they wrote together."""
        return path_between((self.one.slug, self.one.pk), (self.other.slug, self.other.pk))


@dataclass(frozen=True, slots=True)
class ExplorerPage:
    """Everything that the template reads."""

    svg: str
    nodes: Sequence[Shown]
    counts: Sequence[Count]
    left_out: Sequence[Count]
    pairs: Sequence[Pair]
    kinds: Sequence[Choice]
    years: Sequence[Choice]
    topics: Sequence[Choice]
    is_filtered: bool
    query: str
    moved: str


def explorer_page(content: Content, filters: Filters) -> ExplorerPage:
    """The page of a stored graph; pure but for the language of its words."""
    everything = whole(content)
    selection = narrow(everything, filters)
    counts = Counter(node.kind for node in selection.nodes[1:])
    left_out = {} if filters.query else content["left_out"]
    moved = replace(Filters(), kinds=filters.kinds).query
    return ExplorerPage(
        svg=draw_selection(selection, title_of(selection.nodes[0].label), moved) if filters.query else content["svg"],
        nodes=sorted(
            selection.nodes, key=lambda node: (node != selection.nodes[0], KINDS.index(node.kind), -node.score)
        ),
        counts=[Count(kind, counted(kind, counts[kind])) for kind in KINDS if counts[kind]],
        left_out=[Count(kind, counted_more(kind, left_out[kind])) for kind in KINDS if kind in left_out],
        pairs=_pairs(selection),
        kinds=[_kind(kind, filters) for kind in KINDS],
        years=list(_years(everything, filters)),
        topics=list(_topics(everything, filters)),
        is_filtered=bool(filters.query),
        query=filters.query,
        moved=moved,
    )


def title_of(label: str) -> str:
    """What the picture is called."""
    return gettext("Research graph of %(name)s") % {"name": unmarked(label)}


def draw_selection(selection: Selection, title: str, moved: str = "") -> str:
    """The picture; each node leads to the graph around it, with the query `moved`."""
    dots = [_dot(n, node, moved) for n, node in enumerate(selection.nodes)]
    lines = [Line(edge.relation, edge.one, edge.other, edge.strength) for edge in lines_of(selection)]
    return draw_at(title, dots, lines, [node.at for node in selection.nodes], selection.frame, is_live=True)


def _dot(n: int, node: Shown, moved: str) -> Dot:
    title = unmarked(node.label)
    name = f"{title}, {kind_word(node.kind)}, {node.note}"
    written = caption(node.kind, title, is_centre=n == 0)
    return Dot(node.kind, f"{node.path}graph/{moved}", written, title, name, node.score)


def _pairs(selection: Selection) -> list[Pair]:
    """The strongest first."""
    together = [edge for edge in selection.edges if edge.relation == "together"]
    together.sort(key=lambda edge: (-edge.shared, edge.one, edge.other))
    return [_pair(edge, selection.nodes) for edge in together[:PAIRS]]


def _pair(edge: Joined, nodes: Sequence[Shown]) -> Pair:
    return Pair(nodes[edge.one], nodes[edge.other], edge.shared)


def _kind(kind: Kind, filters: Filters) -> Choice:
    words = {
        "author": gettext("People"),
        "work": gettext("Papers"),
        "topic": gettext("Topics"),
        "institution": gettext("Institutions"),
    }
    is_shown = not filters.kinds or kind in filters.kinds
    return Choice(words[kind], filters.toggled(kind).query, is_shown, CLASSES[kind])


def _years(everything: Selection, filters: Filters) -> Iterator[Choice]:
    """All years, then the papers in three parts of about as many, then what lies before and after the chosen years."""
    years = sorted(node.year for node in everything.nodes if node.year is not None)
    if len(years) < FEW or years[0] == years[-1]:
        return
    here = (filters.first, filters.last)
    low, high = years[len(years) // 3], years[2 * len(years) // 3]
    ranges = [(None, None), (None, low - 1), (low, high), (high + 1, None)]
    if here not in ranges:
        ranges.append(here)
        ranges += [(None, here[0] - 1)] if here[0] else []
        ranges += [(here[1] + 1, None)] if here[1] else []
    for first, last in dict.fromkeys(ranges):
        yield Choice(_years_words(first, last), filters.between(first, last).query, (first, last) == here)


def _years_words(first: int | None, last: int | None) -> str:
    if first is None and last is None:
        return gettext("All years")
    if first is None:
        return gettext("Before %(year)s") % {"year": (last or 0) + 1}
    if last is None:
        return gettext("After %(year)s") % {"year": first - 1}
    return str(first) if first == last else gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _topics(everything: Selection, filters: Filters) -> Iterator[Choice]:
    """The topics of most papers here."""
    papers = Counter(edge.other for edge in everything.edges if edge.relation == "about")
    common = sorted(papers, key=lambda n: (-papers[n], n))[:TOPICS]
    shown = [everything.nodes[n] for n in common if n]
    if not shown:
        return
    yield Choice(gettext("All topics"), filters.about(None).query, filters.topic is None)
    for topic in shown:
        yield Choice(unmarked(topic.label), filters.about(topic.pk, topic.ref).query, filters.topic == topic.pk)
