"""Who is meant by a name, best first, and by which of their names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.utils import CursorWrapper

from bzpeer.db.prepared import prepared_cursor
from works.record.models import AuthorName
from works.search.names import asking, statements
from works.search.names.rules import Meant, cost_of, distinct, errors_in, spellings, typed_slips
from works.search.patience import PLANNED_ONCE, OutOfPatience, patience

MOST = 1000
# With fewer than these, names that are nearly so are looked for too.
FEW = 5
CANDIDATES = 100
NEAREST = 3
# safety.md, row 25, cuts what was typed; a name has fewer words than a title.
MOST_WORDS = 12


@dataclass
class People:
    """Ids of authors, best first, at most 1,000; `is_cut` when there are more or time ran out.

    `nearest` are those who come nearest where nobody answers to the name.
    """

    ids: list[int] = field(default_factory=list)
    is_cut: bool = False
    nearest: list[int] = field(default_factory=list)


def people_named(typed: str, *, patience_ms: int) -> People:
    """Everybody who may be meant; giving up on a look after `patience_ms`, with what was found until then.

    First whom the words are or begin the name of; where these are few, also names nearly so. Exact names first,
    then whole words, then beginnings, then by how much is wrong; among equals who has more works, then by id.
    Queries: a setting and one look, then at most two more, in a savepoint.
    """
    readings = [reading[:MOST_WORDS] for reading in spellings(typed)]
    found = People()
    if not readings:
        return found
    try:
        with patience(patience_ms, PLANNED_ONCE), prepared_cursor() as cursor:
            words = _add_exact_or_begun(cursor, Meant(typed, readings, {}), found)
            if len(found.ids) < FEW:
                _add_near(cursor, Meant(typed, readings, _errors(readings, words)), found)
    except OutOfPatience:
        found.is_cut = True
    return found


def printed_as(typed: str, author_ids: Sequence[int]) -> dict[int, str]:
    """For these authors the name, of all that are printed, which comes nearest to what was typed.

    One query, and one more for typing errors when no name of somebody answers without. Who answers to none of
    their names alone (one word in each) is left out.
    """
    names: dict[int, list[str]] = defaultdict(list)
    rows = AuthorName.objects.filter(author__in=author_ids).order_by("-uses", "id")
    for author, printed in rows.values_list("author_id", "printed"):
        names[author].append(printed)
    readings = [reading[:MOST_WORDS] for reading in spellings(typed)]
    meant = Meant(typed, readings, {})
    found = {author: _best(theirs, meant) for author, theirs in names.items()}
    if None in found.values():
        with prepared_cursor() as cursor:
            cursor.execute(statements.MISTYPED, {"slips": _slips(readings)})
            meant = Meant(typed, readings, _errors(readings, [row[0] for row in cursor]))
        found = {author: best or _best(names[author], meant) for author, best in found.items()}
    return {author: best for author, best in found.items() if best}


def _best(printed: Sequence[str], meant: Meant) -> str | None:
    costs = [(cost, place) for place, name in enumerate(printed) if (cost := cost_of(name, meant)) is not None]
    return printed[min(costs)[1]] if costs else None


def _slips(readings: Sequence[Sequence[str]]) -> list[str]:
    return sorted(frozenset().union(*map(typed_slips, distinct(readings))))


def _errors(readings: Sequence[Sequence[str]], known: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
    """For each word typed those of the known that it may be with an error or two, with how many."""
    typed = distinct(readings)
    near = ((word, other, errors_in(word, other)) for other in known for word in typed if other != word)
    errors: dict[str, dict[str, int]] = defaultdict(dict)
    for word, other, number in near:
        if number is not None:
            errors[word][other] = number
    return errors


def _add_exact_or_begun(cursor: CursorWrapper, meant: Meant, found: People) -> list[str]:
    """Gives the words of names that may be meant by what was typed."""
    values: dict[str, Any] = {"exact": meant.exact, "limit": MOST + 1, "slips": _slips(meant.readings)}
    values |= {"whole": asking.whole(meant.readings), "begun": asking.begun(meant.readings)}
    cursor.execute(statements.FIRST_LOOK, values)
    ids, words = cursor.fetchone() or ([], [])
    found.ids, found.is_cut = ids[:MOST], len(ids) > MOST
    return list(words)


def _add_near(cursor: CursorWrapper, meant: Meant, found: People) -> None:
    cursor.execute(*_likeness(meant))
    ranked = []
    for author, works, printed in cursor:
        costs = [cost for name in printed or () if (cost := cost_of(name, meant)) is not None]
        if costs and author not in found.ids:
            ranked.append((min(costs), -works, author))
    found.ids += [author for _, _, author in sorted(ranked)]
    if not found.ids:
        ends, initials = asking.alike(meant)
        cursor.execute(statements.ALIKE, {"ends": ends, "initials": initials, "limit": NEAREST})
        found.nearest = [row[0] for row in cursor]


def _likeness(meant: Meant) -> tuple[str, dict[str, Any]]:
    near, loose = asking.near(meant), asking.loose(meant)
    names = {question: f"q{place}" for place, question in enumerate(distinct([*near, *loose]))}

    def condition(ways: Sequence[Sequence[str]]) -> str:
        each = [" AND ".join(statements.HOLDS.format(name=names[one]) for one in way) for way in ways]
        return " OR ".join(f"({way})" for way in dict.fromkeys(each))

    statement = statements.BY_LIKENESS.format(near=condition(near), loose=condition(loose))
    values = {"limit": CANDIDATES, "initials": asking.initials(meant.readings[0])}
    return statement, values | {name: question for question, name in names.items()}
