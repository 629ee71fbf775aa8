"""What was asked for as SQL about `works_worktext t`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from works.record.addresses import fold
from works.search.language import Filter, Word, years_of
from works.search.texts.vectors import CONFIG, plain

Column = Literal["title", "words"]
# They stand in almost every text, so they say nothing beside other words; in a phrase they count.
SMALL = frozenset("a an and are as at by for from in into is its of on or the to with".split())

OF_AUTHOR = "EXISTS (SELECT FROM works_authorship a WHERE a.work_id = t.work_id AND a.author_id = ANY({ids}))"
OF_TOPIC = "EXISTS (SELECT FROM works_worktopic x WHERE x.work_id = t.work_id AND x.topic_id = ANY({ids}))"
OF_INSTITUTION = (
    "EXISTS (SELECT FROM works_authorship a JOIN works_authorshipinstitution i ON i.authorship_id = a.id"
    " WHERE a.work_id = t.work_id AND i.institution_id = ANY({ids}))"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter with what it names: `ids` of the authors, topics or institutions, and a `label` for the page."""

    filter: Filter
    ids: tuple[int, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL and its values; true where nothing was asked for."""

    sql: str
    values: dict[str, Any]


def said(words: Sequence[Word], name: str, *, joined: str = "&&") -> Condition:
    """The tsquery of words and phrases, whatever is to be left out; their values begin with `name`."""
    # Each once: of a word that stands twice the planner thinks that next to nothing has it.
    once = list(dict.fromkeys(words))
    telling = [word for word in once if word.is_phrase or fold(word.text) not in SMALL] or once
    make = {True: "phraseto_tsquery", False: "plainto_tsquery"}
    pieces, values = [], {}
    for number, word in enumerate(telling):
        key = f"{name}_{number}"
        # What is left out is left out as it stands: `-multi-agent` is no word against agents.
        pieces.append(f"{make[word.is_phrase or word.is_out]}({CONFIG}, {plain(f'%({key})s')})")
        values[key] = word.text
    return Condition(f"({f' {joined} '.join(pieces)})", values)


def condition(words: Sequence[Word], chosen: Sequence[Chosen], *, column: Column | None, name: str = "c") -> Condition:
    """Works with the words in this column (None: wherever) that nothing rules out."""
    pieces: list[str] = []
    values: dict[str, Any] = {}
    wanted, unwanted = [w for w in words if not w.is_out], [w for w in words if w.is_out]
    if wanted and column:
        asked = said(wanted, f"{name}_in")
        pieces.append(f"t.{column} @@ {asked.sql}")
        values |= asked.values
    if unwanted:
        asked = said(unwanted, f"{name}_out", joined="||")
        pieces.append(f"NOT t.words @@ {asked.sql}")
        values |= asked.values
    for test in _tests(chosen, f"{name}_by"):
        pieces.append(test.sql)
        values |= test.values
    return Condition(" AND ".join(pieces) or "true", values)


def _tests(chosen: Sequence[Chosen], name: str) -> list[Condition]:
    """Each filter for itself, but one of several kinds is enough."""
    tests = [(one.filter, _test(one, f"{name}_{number}")) for number, one in enumerate(chosen)]
    kinds = [test for given, test in tests if given.name == "kind" and not given.is_out]
    found = [_turned(given, test) for given, test in tests if given.name != "kind" or given.is_out]
    if kinds:
        either = " OR ".join(test.sql for test in kinds)
        found.append(Condition(f"({either})", {key: value for test in kinds for key, value in test.values.items()}))
    return found


def _turned(given: Filter, test: Condition) -> Condition:
    if not given.is_out:
        return test
    # A work without a year is not of those years; `EXISTS` is known either way, and the planner knows it bare only.
    return Condition(f"NOT {test.sql}" if given.name in _NAMED else f"({test.sql}) IS NOT TRUE", test.values)


def _test(chosen: Chosen, key: str) -> Condition:
    name, value = chosen.filter.name, chosen.filter.value
    if name in _NAMED:
        return Condition(_NAMED[name].format(ids=f"%({key})s::bigint[]"), {key: list(chosen.ids)})
    if name == "year":
        first, last = years_of(value)
        return Condition(
            f"t.year BETWEEN %({key}_a)s AND %({key}_b)s", {f"{key}_a": first or 0, f"{key}_b": last or 9999}
        )
    if name == "kind":
        return Condition(f"t.kind = %({key})s", {key: value})
    return Condition(_PLAIN[name](value), {})


_NAMED = {"author": OF_AUTHOR, "topic": OF_TOPIC, "institution": OF_INSTITUTION}
_PLAIN: dict[str, Callable[[str], str]] = {
    "has": lambda value: f"t.has_{value}",
    "open": lambda value: "t.is_open" if value == "yes" else "NOT t.is_open",
}
