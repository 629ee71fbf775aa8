"""OpenAlex's institutions."""

from typing import Any

from works.importers.fields import Notes, link_of, normal_of, text_field
from works.importers.json_fields import object_in, objects_in, texts_in
from works.importers.openalex.parts import openalex_id, updated_on
from works.importers.organisations import RELATIONS, Names, country_code_of, kind_of, numbered, place_name
from works.importers.records import Identifier, InstitutionRecord, RejectRecord
from works.record.identifiers import normal_ror

RELATED = 500
KNOWN = frozenset(
    """
    @timestamp @version acronyms alternate_titles associated_institutions cited_by_count city country country_code
    counts_by_year created_date display_name display_name_acronyms display_name_alternatives geo homepage_url id ids
    image_thumbnail_url image_url international is_super_system lineage merge_into_id relevance_score repositories roles
    ror ror_id status summary_stats topic_share topics type type_id updated updated_date wiki_page works_api_url
    works_count x_concepts
    """.split()
)


def institution_record(record: dict[str, Any], key: str, notes: Notes) -> InstitutionRecord:
    """An institution. Raises RejectRecord."""
    for name in record.keys() - KNOWN:
        notes.unknown_field(name)
    names = _names(record, notes)
    if not names.display:
        raise RejectRecord("no_name", "The institution has no name.", key)
    geo = object_in(record, "geo", notes)
    successor = openalex_id(record.get("merge_into_id"), "I")
    kind = text_field(record.get("type"), "type", notes)
    return InstitutionRecord(
        source="openalex",
        key=key,
        updated_on=updated_on(record, notes),
        name=names.display,
        names=names.others,
        identifiers=_identifiers(record, key, notes),
        kinds=(kind_of(kind),) if kind else (),
        city=place_name(geo.get("city"), "city", notes),
        country=place_name(geo.get("country"), "country", notes),
        country_code=country_code_of(record.get("country_code") or geo.get("country_code")),
        domains=(),
        website=link_of(record.get("homepage_url")),
        relations=_relations(record, key, notes),
        established=None,
        is_withdrawn=bool(successor) or record.get("status") == "withdrawn",
        successor=("openalex", successor) if successor and successor != key else None,
        warnings=tuple(notes.said),
    )


def _names(record: dict[str, Any], notes: Notes) -> Names:
    names = Names(text_field(record.get("display_name"), "display_name", notes))
    translated = object_in(object_in(record, "international", notes), "display_name", notes)
    for language, name in translated.items():
        names.add(name, language, "label")
    for name in texts_in(record, "display_name_alternatives", notes):
        names.add(name, "", "alias")
    for name in texts_in(record, "display_name_acronyms", notes):
        names.add(name, "", "acronym")
    return names


def _identifiers(record: dict[str, Any], key: str, notes: Notes) -> tuple[Identifier, ...]:
    ids = object_in(record, "ids", notes)
    found: list[Identifier] = [("openalex", key)]
    if ror := normal_of(normal_ror, record.get("ror") or ids.get("ror"), "ror", notes):
        found.append(("ror", ror))
    found.extend(numbered("grid", ids.get("grid")) + numbered("wikidata", ids.get("wikidata")))
    return tuple(dict.fromkeys(found))


def _relations(record: dict[str, Any], key: str, notes: Notes) -> tuple[tuple[str, Identifier], ...]:
    """By ROR id where the other has one."""
    found: dict[tuple[str, Identifier], None] = {}
    for other in objects_in(record, "associated_institutions", notes)[:RELATED]:
        kind = text_field(other.get("relationship"), "relationship", notes).lower()
        ror = normal_of(normal_ror, other.get("ror"), "ror", notes)
        openalex = openalex_id(other.get("id"), "I")
        if openalex == key:
            notes.add("cycle", "A relation of the institution to itself was left out.")
        elif kind in RELATIONS and (ror or openalex):
            found[kind, ("ror", ror) if ror else ("openalex", openalex)] = None
    return tuple(found)
