"""ROR's organisations, in the first and the second schema."""

from typing import Any

from works.importers.fields import Notes, iso_date, link_of, normal_of, year_of
from works.importers.json_fields import object_in, objects_in, texts_in
from works.importers.json_record import load_object, own_identifier
from works.importers.organisations import RELATIONS, domain_of, kind_of, numbered
from works.importers.reading.raw import RawRecord
from works.importers.records import Identifier, InstitutionRecord, RejectRecord
from works.importers.ror.schemas import first_schema, second_schema
from works.record.identifiers import normal_ror
from works.record.text import plain_title

DOMAINS = 50
RELATED = 2_000
REGISTERS = ("grid", "isni", "wikidata", "fundref")
KNOWN = frozenset(
    """
    acronyms addresses admin aliases country domains email_address established external_ids id ip_addresses labels links
    locations name names relationships status types wikipedia_url
    """.split()
)


def parse(raw: RawRecord) -> InstitutionRecord:
    """The organisation that a raw record describes. Raises RejectRecord."""
    notes = Notes()
    record = load_object(raw, notes)
    key = own_identifier(record, "id", normal_ror, missing="The record has no ROR id.")
    for name in record.keys() - KNOWN:
        notes.unknown_field(name)
    described = (second_schema if "names" in record else first_schema)(record, notes)
    if not described.names.display:
        raise RejectRecord("no_name", "The organisation has no name.", key)
    relations = _relations(record, key, notes)
    is_withdrawn = str(record.get("status")).lower() == "withdrawn"
    return InstitutionRecord(
        source="ror",
        key=key,
        updated_on=_changed(record, notes),
        name=described.names.display,
        names=described.names.others,
        identifiers=(("ror", key), *_numbers(record, notes)),
        kinds=tuple(dict.fromkeys(kind_of(kind) for kind in texts_in(record, "types", notes))),
        city=described.city,
        country=described.country,
        country_code=described.country_code,
        domains=_domains(record, notes),
        website=link_of(described.website),
        relations=relations,
        established=_established(record, notes),
        is_withdrawn=is_withdrawn,
        successor=_successor(relations) if is_withdrawn else None,
        warnings=tuple(notes.said),
    )


def _changed(record: dict[str, Any], notes: Notes) -> Any:
    changed = object_in(object_in(record, "admin", notes), "last_modified", notes)
    return iso_date(changed.get("date"), "last_modified", notes)


def _numbers(record: dict[str, Any], notes: Notes) -> list[Identifier]:
    """Numbers in other registers; the preferred one first."""
    given = record.get("external_ids")
    if isinstance(given, dict):
        rows = [{"type": name, **value} for name, value in given.items() if isinstance(value, dict)]
    else:
        rows = objects_in(record, "external_ids", notes)
    found: dict[Identifier, None] = {}
    for row in rows:
        scheme = str(row.get("type")).lower()
        if scheme in REGISTERS:
            for value in (row.get("preferred"), row.get("all")):
                found |= dict.fromkeys(numbered(scheme, value))
    return list(found)


def _domains(record: dict[str, Any], notes: Notes) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in texts_in(record, "domains", notes)[:DOMAINS]:
        domain = domain_of(text)
        if "." in domain:
            found[domain] = None
        else:
            notes.add("bad_identifier", f"{plain_title(text[:60])} is not a domain and was left out.")
    return tuple(found)


def _established(record: dict[str, Any], notes: Notes) -> int | None:
    """A university may be older than printing: only what no year can be is left out."""
    year = record.get("established")
    return year if type(year) is int and 500 <= year < 1500 else year_of(year, "established", notes)


def _relations(record: dict[str, Any], key: str, notes: Notes) -> tuple[tuple[str, Identifier], ...]:
    found: dict[tuple[str, Identifier], None] = {}
    for row in objects_in(record, "relationships", notes)[:RELATED]:
        kind, other = str(row.get("type")).lower(), normal_of(normal_ror, row.get("id"), "relationships", notes)
        if other == key:
            notes.add("cycle", "A relation of the organisation to itself was left out.")
        elif other and kind in RELATIONS:
            found[kind, ("ror", other)] = None
    return tuple(found)


def _successor(relations: tuple[tuple[str, Identifier], ...]) -> Identifier | None:
    """Where a withdrawn record went; with several successors nobody can say."""
    found = [other for kind, other in relations if kind == "successor"]
    return found[0] if len(found) == 1 else None
