"""One work out of what several sources say about it: a stated policy for each field; pure.

The same records give the same work, in whatever order they came.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from works.importers.records import PrintedAuthor, WorkRecord
from works.record.names import are_compatible

# Whose title, byline, kind and year are shown. arXiv first: what everybody can read in full stands for the
# work, and its published form is named beside it. What a person typed into a list of their own comes last.
PRECEDENCE: Mapping[str, int] = {
    source: place for place, source in enumerate(("arxiv", "crossref", "dblp", "openalex", "bibtex", "orcid"))
}
# Who is asked first for what a leading record leaves empty: where something was published, its publisher knows.
PUBLISHERS_FIRST = ("crossref", "dblp", "openalex", "arxiv", "bibtex", "orcid")
COUNTERS_FIRST = ("openalex", "crossref")

Records = Sequence[WorkRecord]


@dataclass(frozen=True, slots=True)
class Composed:
    """The work to show, and `{field: source}` for what is not of the source it is shown under."""

    record: WorkRecord
    origins: dict[str, str]


def compose(records: Mapping[str, WorkRecord]) -> Composed:
    """The work that these records, one a source, describe together. Raises ValueError when there is none."""
    if not records:
        raise ValueError("no records of this work")
    ordered = sorted(records.values(), key=_place)
    if len(ordered) == 1:
        return Composed(ordered[0], {})
    lead = ordered[0]
    chosen = {field: policy(ordered) for field, policy in POLICY.items()}
    origins = {field: source for field, (_, source) in chosen.items() if source and source != lead.source}
    values: dict[str, Any] = {field: value for field, (value, _) in chosen.items()}
    # Versions stay those of the leading record: every source's own are written under its own name.
    return Composed(replace(lead, **values, identifiers=_all_identifiers(ordered)), origins)


def _place(record: WorkRecord) -> tuple[bool, int, str]:
    # A list of one's own works names one author of many: any other record tells the byline better.
    return (not record.is_byline_whole, PRECEDENCE.get(record.source, len(PRECEDENCE)), record.source)


Choice = tuple[Any, str]


def first_given(field: str) -> Callable[[Records], Choice]:
    """The value of the first record, in order of precedence, that has one."""

    def choose(records: Records) -> Choice:
        for record in records:
            value = getattr(record, field)
            if value not in (None, "", ()):
                return value, record.source
        return getattr(records[0], field), ""

    return choose


def asked_in_order(field: str, sources: Sequence[str]) -> Callable[[Records], Choice]:
    """The value of the first of these sources that has one."""

    def choose(records: Records) -> Choice:
        known = [record for record in records if record.source in sources]
        return first_given(field)(sorted(known, key=lambda record: sources.index(record.source)) or records)

    return choose


def said_by_any(field: str) -> Callable[[Records], Choice]:
    """True when one of the records says so."""

    def choose(records: Records) -> Choice:
        return next(((True, record.source) for record in records if getattr(record, field)), (False, ""))

    return choose


def _earliest(records: Records) -> Choice:
    dated = [(record.first_on, record.source) for record in records if record.first_on]
    return min(dated, default=(None, ""))


def _abstract(records: Records) -> Choice:
    # A whole abstract before one that was cut.
    return first_given("abstract")(sorted(records, key=lambda record: record.is_abstract_cut))


def _is_cut(records: Records) -> Choice:
    abstract, source = _abstract(records)
    return next((r.is_abstract_cut, source) for r in records if r.abstract == abstract)


def _links(records: Records) -> Choice:
    found = dict.fromkeys(link for record in records for link in record.links)
    return tuple(found), next((record.source for record in records if record.links), "")


def _byline(records: Records) -> Choice:
    """The leading byline, each place with what the others know of it: identifiers, affiliations, institutions."""
    lead = next((record for record in records if record.names), records[0])
    names = list(lead.names)
    for other in records:
        if other is not lead:
            for place, partner in _aligned(names, other.names).items():
                names[place] = _richer(names[place], partner)
    return tuple(names), lead.source


def _aligned(names: Sequence[PrintedAuthor], others: Sequence[PrintedAuthor]) -> dict[int, PrintedAuthor]:
    """Which of the others each place is: the same place, or else the only name that it can be."""
    if len(names) == len(others) and all(are_compatible(a.name, b.name) for a, b in zip(names, others, strict=True)):
        return dict(enumerate(others))
    found: dict[int, PrintedAuthor] = {}
    for place, author in enumerate(names):
        fitting = [other for other in others if other.name and are_compatible(author.name, other.name)]
        if len(fitting) == 1 and sum(are_compatible(fitting[0].name, one.name) for one in names) == 1:
            found[place] = fitting[0]
    return found


def _richer(author: PrintedAuthor, other: PrintedAuthor) -> PrintedAuthor:
    return replace(
        author,
        affiliations=author.affiliations or other.affiliations,
        identifiers=_compatible_identifiers(author.identifiers, other.identifiers),
        institutions=author.institutions or other.institutions,
    )


def _compatible_identifiers(own: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Both together; where two sources give different iDs of one scheme, the earlier one stands."""
    schemes = {identifier.partition(":")[0] for identifier in own}
    return (*own, *(i for i in others if i.partition(":")[0] not in schemes))


def _all_identifiers(records: Records) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(pair for record in records for pair in record.identifiers))


# Title, kind and the dates of the current version go together, so they come from the leading record
# (`replace` keeps them), as does the source that the work is shown under.
POLICY: Mapping[str, Callable[[Records], Choice]] = {
    "year": first_given("year"),
    "first_on": _earliest,
    "abstract": _abstract,
    "is_abstract_cut": _is_cut,
    "names": _byline,
    "topics": first_given("topics"),
    "is_open": said_by_any("is_open"),
    "is_retracted": said_by_any("is_retracted"),
    "published_in": asked_in_order("published_in", PUBLISHERS_FIRST),
    "comment": first_given("comment"),
    "citations": asked_in_order("citations", COUNTERS_FIRST),
    "links": _links,
}
