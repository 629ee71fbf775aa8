"""Who an ORCID record is about: names, identifiers elsewhere, places of work, pages."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from works.importers import fields
from works.importers.fields import Notes
from works.importers.orcid.tree import Tree, items, text, trees
from works.importers.organisations import country_code_of
from works.importers.records import Identifier, PrintedInstitution, RejectRecord
from works.record.identifiers import normal_orcid, normal_ror
from works.record.text import plain_name, plain_title

ORCID = re.compile(r"(?<![0-9])(?:[0-9]{4}-){3}[0-9]{3}[0-9Xx](?![0-9])")
# What the record of somebody who left shows instead of the name.
LEFT = frozenset({"Given Names Deactivated Family Name Deactivated", "Given Names Deactivated"})
SCHEMES = {
    "scopus author id": ("scopus", re.compile(r"\d{5,15}")),
    "researcherid": ("researcherid", re.compile(r"[A-Z]{1,3}-\d{4}-\d{4}")),
    "isni": ("isni", re.compile(r"\d{15}[\dX]")),
}
EMPLOYMENTS = (
    ("affiliation-group", "summaries", "employment-summary"),
    ("affiliation-group", "employment-summary"),
    ("employment-summary",),
)
NAMES = 50
PAGES = 50
INSTITUTIONS = 50
Place = tuple[PrintedInstitution, int | None, int | None]


def orcid_in(*texts: str) -> str:
    """The first iD in these texts. Raises RejectRecord when there is none, or one with a wrong last character."""
    for told in texts:
        if found := ORCID.search(told):
            try:
                return normal_orcid(found[0])
            except ValueError as error:
                raise RejectRecord("bad_identifier", f"{str(error).rstrip('.')}.", found[0]) from error
    raise RejectRecord("bad_identifier", "It does not say on whose record this stands.")


def names_in(person: Tree) -> tuple[str, ...]:
    """The name for credit, the given and family name, then other names; each once."""
    found: list[str] = []
    for name in trees(person, "name"):
        found += [text(name, "credit-name"), f"{text(name, 'given-names')} {text(name, 'family-name')}"]
    found += [text(name) for name in trees(person, "other-names", "other-name")]
    plain = (plain_name(name[: 2 * fields.NAME_LENGTH])[: fields.NAME_LENGTH].rstrip() for name in found)
    return tuple(dict.fromkeys(name for name in plain if name and name not in LEFT))[:NAMES]


def has_left(person: Tree) -> bool:
    """Whether the account was closed: its name then says so."""
    return any(text(name, "given-names").startswith("Given Names Deactivated") for name in trees(person, "name"))


def identifiers_in(person: Tree, orcid: str, notes: Notes) -> tuple[Identifier, ...]:
    """The iD, and identifiers of the schemes that are known here."""
    found: dict[Identifier, None] = {("orcid", orcid): None}
    for one in trees(person, "external-identifiers", "external-identifier"):
        known = SCHEMES.get(text(one, "external-id-type").lower())
        if known is None:
            continue
        value = text(one, "external-id-value").upper()
        value = value.replace(" ", "") if known[0] == "isni" else value
        if known[1].fullmatch(value):
            found[(known[0], value)] = None
        else:
            notes.add("bad_identifier", f"{plain_title(value[:60])} is no identifier of {known[0]} and was left out.")
    return tuple(found)


def pages_in(person: Tree) -> tuple[str, ...]:
    """Addresses that the person names, of the web only."""
    told = (fields.link_of(text(one, "url")) for one in trees(person, "researcher-urls", "researcher-url"))
    return tuple(dict.fromkeys(filter(None, told)))[:PAGES]


def institutions_in(employments: Tree, notes: Notes) -> tuple[Place, ...]:
    """Places of work: those that go on first, then the latest."""
    summaries = [summary for path in EMPLOYMENTS for summary in trees(employments, *path)]
    found = dict.fromkeys(place for summary in summaries if (place := _place(summary, notes)) is not None)
    return tuple(sorted(found, key=lambda place: (-(place[2] or 9999), -(place[1] or 0))))[:INSTITUTIONS]


def _place(summary: Tree, notes: Notes) -> Place | None:
    told = text(summary, "organization", "name") or text(summary, "organization-name")
    name = plain_title(told[: 2 * fields.NAME_LENGTH])[: fields.NAME_LENGTH].rstrip()
    if not name:
        return None
    country = country_code_of(text(summary, "organization", "address", "country"))
    first, last = (_year(summary, name, notes) for name in ("start-date", "end-date"))
    identifiers = tuple(dict.fromkeys(_rors(summary, notes)))
    return PrintedInstitution(name, identifiers, country), first, last


def _year(summary: Tree, name: str, notes: Notes) -> int | None:
    return fields.year_in(text(summary, name, "year"), name, notes)


def _rors(summary: Tree, notes: Notes) -> Iterator[Identifier]:
    for one in items(summary, "organization", "disambiguated-organization"):
        if text(one, "disambiguation-source").upper() == "ROR":
            value = text(one, "disambiguated-organization-identifier")
            if ror := fields.normal_of(normal_ror, value, "organization", notes):
                yield "ror", ror


def changed_on(tree: Tree, notes: Notes) -> date | None:
    """The day of the last change: milliseconds in JSON, a time in XML."""
    told = text(tree, "last-modified-date")
    if told.isascii() and told.isdigit() and len(told) <= 13:
        day = datetime.fromtimestamp(int(told) / 1000, UTC)
        return fields.date_of((day.year, day.month, day.day), "last-modified-date", notes)
    return fields.iso_date(told, "last-modified-date", notes)
