"""What can be typed into the search box beside plain words, and how it is written again. Pure.

`"as a phrase"`, `-without`, and `author: topic: institution: year: kind: has: open:`, each of which `-` turns round.
Any text can be read: what is not understood is words, and the page says so.
"""

import re
from dataclasses import dataclass, field
from typing import Literal, get_args

from works.record.addresses import fold
from works.record.models import WorkKind

FilterName = Literal["author", "topic", "institution", "year", "kind", "has", "open"]
FILTERS: tuple[FilterName, ...] = get_args(FilterName)
# More than anybody types; each name to look up costs time.
MOST_FILTERS = 8
QUOTES = str.maketrans(dict.fromkeys("“”„«»＂", '"'))
# A quotation mark that is left over has no partner.
PART = re.compile(r'(?P<out>-?)(?:(?P<name>[a-z]+):)?(?:"(?P<phrase>[^"]*)"|(?P<bare>[^\s"]+))|"', re.IGNORECASE)
YEARS = re.compile(r"(?P<first>[0-9]{4})?(?P<dots>\.\.)?(?P<last>[0-9]{4})?")
KINDS = {fold(kind.value): kind.value for kind in WorkKind} | {"proceedings": WorkKind.PROCEEDINGS.value}
YES_OR_NO = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase of titles and abstracts; `is_out`: works with it are left out."""

    text: str
    is_phrase: bool = False
    is_out: bool = False

    def written(self) -> str:
        """As it is typed."""
        return f"{'-' * self.is_out}{self._quoted()}"

    def _quoted(self) -> str:
        return f'"{self.text}"' if self.is_phrase else self.text


@dataclass(frozen=True, slots=True)
class Filter:
    """One `name:value`, the value in its normal form; `is_out`: works it fits are left out."""

    name: FilterName
    value: str
    is_out: bool = False

    def written(self) -> str:
        """As it is typed."""
        value = f'"{self.value}"' if re.search(r"\s", self.value) else self.value
        return f"{'-' * self.is_out}{self.name}:{value}"


@dataclass(frozen=True, slots=True)
class Query:
    """A search as it was understood; `unknown` are the operators that are none, or whose value cannot be one."""

    parts: tuple[Word | Filter, ...] = ()
    unknown: tuple[str, ...] = field(default=(), compare=False)
    is_quote_open: bool = field(default=False, compare=False)

    @property
    def words(self) -> list[Word]:
        """Words and phrases, those to leave out too."""
        return [part for part in self.parts if isinstance(part, Word)]

    @property
    def wanted(self) -> list[Word]:
        """Words and phrases that a work must have."""
        return [word for word in self.words if not word.is_out]

    @property
    def plain(self) -> str:
        """What is to be found, without quotation marks and operators: what somebody would be called."""
        return " ".join(word.text for word in self.wanted)

    @property
    def filters(self) -> list[Filter]:
        """What narrows the works."""
        return [part for part in self.parts if isinstance(part, Filter)]

    @property
    def is_about_works(self) -> bool:
        """Something that only works have was asked for, or is to be left out."""
        return any(isinstance(part, Filter) or part.is_out for part in self.parts)

    @property
    def is_plain(self) -> bool:
        """Nothing but words, which may have been mistyped."""
        return all(isinstance(part, Word) and not part.is_out and not part.is_phrase for part in self.parts)

    def without(self, *gone: Word | Filter) -> "Query":
        """The rest."""
        return Query(tuple(part for part in self.parts if part not in gone))

    def narrowed(self, chosen: Filter) -> "Query":
        """With this filter in the place of others of its name; topics and institutions add up."""
        adds_up = chosen.name in {"author", "topic", "institution", "has"}
        kept = [part for part in self.parts if adds_up or not _is_of(part, chosen)]
        return Query((*kept, *([] if chosen in kept else [chosen])))

    def written(self) -> str:
        """As it is typed; reading it again gives the same parts."""
        return " ".join(part.written() for part in self.parts)


def read(typed: str) -> Query:
    """What was typed, as parts in their order; each filter once, and no more than 8."""
    parts: list[Word | Filter] = []
    unknown: list[str] = []
    is_quote_open = False
    for found in PART.finditer(typed.translate(QUOTES)):
        if found[0] == '"':
            is_quote_open = True
            continue
        part = _filter(found)
        if part is None and found["name"]:
            unknown.append(f"{found['name'].lower()}:")
        parts += [part] if part else _words(found)
    filters = list(dict.fromkeys(part for part in parts if isinstance(part, Filter)))[:MOST_FILTERS]
    first = {part: parts.index(part) for part in filters}
    kept = [part for place, part in enumerate(parts) if isinstance(part, Word) or first.get(part) == place]
    return Query(tuple(kept), tuple(dict.fromkeys(unknown)), is_quote_open)


def years_of(value: str) -> tuple[int | None, int | None]:
    """First and last year of `2020..2023`, `2020`, `2020..`, `..2019`."""
    first, dots, last = value.partition("..")
    return int(first) if first else None, int(last) if last else (None if dots else int(first))


def _is_of(part: Word | Filter, chosen: Filter) -> bool:
    return isinstance(part, Filter) and (part.name, part.is_out) == (chosen.name, chosen.is_out)


def _filter(found: re.Match[str]) -> Filter | None:
    given = " ".join((found["phrase"] if found["bare"] is None else found["bare"]).split())
    for name in FILTERS:
        if name == (found["name"] or "").lower() and (value := _normal(name, given)):
            return Filter(name, value, bool(found["out"]))
    return None


def _normal(name: FilterName, given: str) -> str:
    """The one form of a value; empty for what cannot be one."""
    folded = fold(given)
    if name == "kind":
        return KINDS.get(folded, "") or KINDS.get(folded.removesuffix("s"), "")
    if name == "has":
        return folded if folded in {"code", "data"} else ""
    if name == "open":
        return YES_OR_NO.get(folded, "")
    if name == "year":
        return _normal_years(given)
    return given if folded else ""


def _normal_years(given: str) -> str:
    found = YEARS.fullmatch(re.sub("[–-]", "..", given))
    first, dots, last = found.groups(default="") if found else ("", "", "")
    if not (first or last) or (last and not dots):
        return ""
    if first and last:
        first, last = sorted((first, last))
    return first if first and (not dots or first == last) else f"{first}..{last}"


def _words(found: re.Match[str]) -> list[Word | Filter]:
    """An operator that is none is a word with a colon in it."""
    out = bool(found["out"])
    name = f"{found['name']}:" if found["name"] else ""
    if found["bare"] is not None:
        words = [Word(name + found["bare"], is_out=out)]
    else:
        words = [Word(name, is_out=out), Word(" ".join(found["phrase"].split()), is_phrase=True, is_out=out)]
    return [word for word in words if fold(word.text)]
