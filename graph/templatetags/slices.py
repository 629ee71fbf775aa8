"""`{% load slices %}`: the pauses and addresses of a slice that is waited for."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from bzpeer.web.markup import filled, marked, unmarked
from graph.drawing.shapes import CLASSES
from graph.explorer.page import ExplorerPage, Pair
from graph.slices.queries import Row
from graph.slices.words import kind_word

register = template.Library()
ROW = '<tr><td><a href="{}"><bdi>{}</bdi></a></td><td class="{}">{}</td><td>{}</td></tr>'
EXPLORER_ROW = (
    '<tr><td><a href="{}"><bdi>{}</bdi></a></td><td class="{}">{}</td><td>{}</td>'
    '<td><a href="{}graph/{}" aria-label="{}">{}</a></td></tr>'
)
PAIR_ROW = '<li><bdi>{}</bdi> – <bdi>{}</bdi>: <a href="{}" rel="nofollow">{}</a></li>'
# Seconds before each look, the last one from then on: a worker needs one or two, a queue may need minutes.
PAUSES = (1, 2, 4, 8, 15, 30)
# About half an hour; after that the page says how to look again.
MOST_LOOKS = 64


@register.filter
def pause(attempt: int) -> int:
    """How many seconds to wait after so many looks."""
    return PAUSES[min(attempt, len(PAUSES) - 1)]


@register.filter
def may_look_again(attempt: int) -> bool:
    """Whether the page still asks by itself."""
    return attempt < MOST_LOOKS


@register.filter
def explorer_of(slice_url: str) -> str:
    """The explorer's address, from the fragment's."""
    return slice_url.removesuffix("slice/")


@register.filter
def table_rows(rows: Iterable[Row]) -> SafeString:
    """The lines of the table. In Python: sixty turns of a template loop took a fifth of the page's time."""
    lines = ((row.href, marked(row.label), row.css, row.kind_word, row.note) for row in rows)
    return filled(ROW, lines, separator="\n")


@register.filter
def explorer_rows(page: ExplorerPage) -> SafeString:
    """The lines of the explorer's table, each with the way to its page and to the graph around it."""
    look = gettext("Look from here")
    lines = (
        (
            node.path,
            marked(node.label),
            CLASSES[node.kind],
            kind_word(node.kind),
            node.note,
            node.path,
            page.moved,
            f"{look}: {unmarked(node.label)}",
            look,
        )
        for node in page.nodes
    )
    return filled(EXPLORER_ROW, lines, separator="\n")


@register.filter
def pair_rows(pairs: Iterable[Pair]) -> SafeString:
    """Who wrote with whom, each with the page of their works together."""
    lines = ((pair.one.label, pair.other.label, pair.receipt, _works_together(pair.shared)) for pair in pairs)
    return filled(PAIR_ROW, lines, separator="\n")


def _works_together(shared: int) -> str:
    return ngettext("%(count)s work together", "%(count)s works together", shared) % {"count": shared}
