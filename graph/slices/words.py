"""The words of a slice: kinds, counts, and how each node is connected with the centre."""

from collections import Counter, defaultdict

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop, ngettext

from graph.slices.cut import Cut
from graph.slices.typed import Neighbourhood, Node, NodeKey
from works.record.addresses import Kind

KIND_WORDS: dict[Kind, str] = {
    "author": gettext_noop("person"),
    "work": gettext_noop("paper"),
    "topic": gettext_noop("topic"),
    "institution": gettext_noop("institution"),
}


def kind_word(kind: Kind) -> str:
    """One of a kind."""
    return gettext(KIND_WORDS[kind])


def counted(kind: Kind, count: int) -> str:
    """`32 people`, `1 paper`."""
    words = {
        "author": ngettext("%(count)s person", "%(count)s people", count),
        "work": ngettext("%(count)s paper", "%(count)s papers", count),
        "topic": ngettext("%(count)s topic", "%(count)s topics", count),
        "institution": ngettext("%(count)s institution", "%(count)s institutions", count),
    }
    return words[kind] % {"count": number_format(count, force_grouping=True)}


def counted_more(kind: Kind, count: int) -> str:
    """`212 more papers`, `1 more person`."""
    words = {
        "author": ngettext("%(count)s more person", "%(count)s more people", count),
        "work": ngettext("%(count)s more paper", "%(count)s more papers", count),
        "topic": ngettext("%(count)s more topic", "%(count)s more topics", count),
        "institution": ngettext("%(count)s more institution", "%(count)s more institutions", count),
    }
    return words[kind] % {"count": number_format(count, force_grouping=True)}


class Connections:
    """Says of each node how it is connected with the centre, from what was read of the neighbourhood."""

    def __init__(self, around: Neighbourhood) -> None:
        self.centre = around.centre
        self.joined: dict[NodeKey, set[NodeKey]] = defaultdict(set)
        self.shared: dict[NodeKey, int] = {}
        for edge in around.edges:
            if edge.relation != "together":
                self.joined[edge.one].add(edge.other)
                self.joined[edge.other].add(edge.one)
            elif self.centre in (edge.one, edge.other):
                self.shared[edge.other if edge.one == self.centre else edge.one] = edge.shared
        self.works = self._works_of_centre()
        # How many of the centre's works each node has a part in.
        self.common = Counter(key for work in self.works for key in self.joined[work])

    def note(self, node: Node) -> str:
        """`5 shared works`, `2023, 4 authors`, `topic of 3 of the papers`; `centre` for the centre itself."""
        if node.key == self.centre:
            return gettext("centre of this graph")
        if node.kind == "work":
            return self._of_paper(node)
        if node.kind == "author":
            return self._of_person(node)
        if node.key in self.joined[self.centre]:
            return gettext("topic of this paper") if node.kind == "topic" else gettext("affiliation")
        return self._of_works(self.common[node.key])

    def _works_of_centre(self) -> list[NodeKey]:
        """The works that the centre has a part in; for an institution those of its people."""
        near = self.joined[self.centre]
        if self.centre[0] == "institution":
            near = {work for person in near for work in self.joined[person]}
        return [self.centre] if self.centre[0] == "work" else sorted(key for key in near if key[0] == "work")

    def _of_person(self, node: Node) -> str:
        if self.centre[0] == "author":
            shared = self.shared.get(node.key) or self.common[node.key]
            return ngettext("%(count)s shared work", "%(count)s shared works", shared) % {"count": shared}
        if self.centre[0] == "work":
            is_author = node.key in self.joined[self.centre]
            return gettext("author of this paper") if is_author else gettext("co-author of an author")
        if self.centre in self.joined[node.key]:
            return gettext("affiliated")
        return self._of_works(self.common[node.key])

    def _of_paper(self, node: Node) -> str:
        year = f"{node.year}, " if node.year else ""
        if self.centre[0] != "work":
            return year + ngettext("%(count)s author", "%(count)s authors", node.size) % {"count": node.size}
        common = len(self.joined[node.key] & self.joined[self.centre] - {self.centre})
        people = sum(1 for key in self.joined[node.key] & self.joined[self.centre] if key[0] == "author")
        if people:
            return year + ngettext("%(count)s author in common", "%(count)s authors in common", people) % {
                "count": people
            }
        return year + ngettext("%(count)s topic in common", "%(count)s topics in common", common) % {"count": common}

    @staticmethod
    def _of_works(count: int) -> str:
        if not count:
            return gettext("through the people shown")
        return ngettext("%(count)s paper here", "%(count)s papers here", count) % {"count": count}


def heading(cut: Cut) -> str:
    """The name of the picture."""
    return gettext("Research graph of %(name)s") % {"name": cut.centre.label}


def this_paper() -> str:
    """What is written at a paper in the centre, instead of its title."""
    return gettext("This paper")
