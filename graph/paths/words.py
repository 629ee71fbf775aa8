"""A connection in words."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from bzpeer.web.markup import marked, unmarked
from graph.drawing.picture import Dot, Line
from graph.paths.picture import Placing, draw_connection
from graph.paths.queries import Chain, Connection, SharedWork
from graph.slices.words import kind_word
from works.models import Author


def sentence(chain: Chain) -> SafeString:
    """`A wrote W with B, who wrote V with C.`: the profiles in order, the works linked between them."""
    first, *rest = chain.steps
    parts = [
        format_html(
            gettext("{one} wrote {work} with {other}"),
            one=_person(first.one),
            work=_work(first.works[0]),
            other=_person(first.other),
        )
    ]
    parts += [
        format_html(gettext(", who wrote {work} with {other}"), work=_work(step.works[0]), other=_person(step.other))
        for step in rest
    ]
    return format_html("{}" * len(parts) + ".", *parts)


def to_themselves(connection: Connection, goal: Author) -> str:
    """What somebody is told of their own way: `You and X both wrote with Y.`; empty for a longer one."""
    if not connection.chains:
        return ""
    steps = len(connection.chains[0].steps)
    if steps == 1:
        return gettext("You and %(name)s wrote together.") % {"name": goal.name}
    if steps > 2:
        return ""
    between = [chain.people[1].name for chain in connection.chains]
    if len(between) == 1:
        return gettext("You and %(name)s both wrote with %(between)s.") % {"name": goal.name, "between": between[0]}
    return gettext("You and %(name)s both wrote with %(others)s and %(last)s.") % {
        "name": goal.name,
        "others": ", ".join(between[:-1]),
        "last": between[-1],
    }


def picture(connection: Connection, title: str) -> str:
    """The chains as one drawing: people in columns by their distance from the start, a work on each link."""
    dots: list[Dot] = []
    numbers: dict[tuple[str, int], int] = {}
    columns: list[list[int]] = [[] for _ in range(2 * len(connection.chains[0].steps) + 1)]

    def placed(column: int, key: tuple[str, int], dot: Dot) -> int:
        if key not in numbers:
            numbers[key] = len(dots)
            dots.append(dot)
            columns[column].append(numbers[key])
        return numbers[key]

    lines: dict[tuple[int, int], Line] = {}
    for chain in connection.chains:
        here = placed(0, ("author", chain.people[0].pk), _person_dot(chain.people[0]))
        for place, step in enumerate(chain.steps):
            # One work may be on the way in several places, and is drawn in each.
            work = placed(2 * place + 1, (f"work {place}", step.works[0].pk), _work_dot(step.works[0]))
            there = placed(2 * place + 2, ("author", step.other.pk), _person_dot(step.other))
            for one in (here, there):
                lines[one, work] = Line("wrote", one, work, 1.0)
            here = there
    ends = (numbers["author", connection.chains[0].people[0].pk], numbers["author", connection.chains[0].people[-1].pk])
    return draw_connection(title, dots, list(lines.values()), Placing(columns, ends))


def _person(author: Author) -> SafeString:
    return format_html('<a href="{}"><bdi>{}</bdi></a>', author.get_absolute_url(), author.name)


def _work(work: SharedWork) -> SafeString:
    return format_html('<a href="{}"><cite><bdi>{}</bdi></cite></a>', work.path, marked(work.title))


def _person_dot(author: Author) -> Dot:
    name = f"{author.name}, {kind_word('author')}"
    return Dot("author", author.get_absolute_url(), author.name, author.name, name, 0.7)


def _work_dot(work: SharedWork) -> Dot:
    title = unmarked(work.title)
    people = ngettext("%(count)s author", "%(count)s authors", work.authors) % {"count": work.authors}
    name = ", ".join([title, kind_word("work"), *([str(work.year)] if work.year else []), people])
    return Dot("work", work.path, str(work.year or ""), title, name, 0.5)
