"""OpenAlex's authors."""

from typing import Any

from works.importers.fields import NAME_LENGTH, Notes, text_field
from works.importers.json_fields import list_in, object_in, objects_in, texts_in
from works.importers.openalex.parts import NOBODY, institution_of, openalex_id, orcid_of, updated_on
from works.importers.records import AuthorRecord, Identifier, PrintedInstitution, RejectRecord
from works.record.text import plain_name

NAMES = 50
INSTITUTIONS = 50
DELETED = "Deleted Author"
KNOWN = frozenset(
    """
    @timestamp @version affiliations block_key cited_by_count counts_by_year created_date display_name
    display_name_alternatives full_name id ids last_known_institution last_known_institutions longest_name
    merge_into_id merge_into_date most_cited_work orcid parsed_longest_name raw_author_names relevance_score sources
    summary_stats topic_share topics updated updated_date works_api_url works_count x_concepts
    """.split()
)

Affiliation = tuple[PrintedInstitution, int | None, int | None]


def author_record(record: dict[str, Any], key: str, notes: Notes) -> AuthorRecord:
    """A person; one that was deleted or went into another is withdrawn. Raises RejectRecord."""
    for name in record.keys() - KNOWN:
        notes.unknown_field(name)
    names = _names(record, notes)
    successor = openalex_id(record.get("merge_into_id"), "A")
    is_withdrawn = key in NOBODY or names[:1] == (DELETED,) or bool(successor)
    if not names and not is_withdrawn:
        raise RejectRecord("no_name", "The record names nobody.", key)
    ids = object_in(record, "ids", notes)
    identifiers: list[Identifier] = [("openalex", key)]
    if orcid := orcid_of(record.get("orcid") or ids.get("orcid"), notes):
        identifiers.append(("orcid", orcid))
    return AuthorRecord(
        source="openalex",
        key=key,
        updated_on=updated_on(record, notes),
        names=() if is_withdrawn else names,
        identifiers=tuple(identifiers),
        institutions=_institutions(record, notes),
        is_withdrawn=is_withdrawn,
        successor=("openalex", successor) if successor and successor != key else None,
        warnings=tuple(notes.said),
    )


def _names(record: dict[str, Any], notes: Notes) -> tuple[str, ...]:
    """The display name first, then every other form."""
    printed = [text_field(record.get(name), name, notes) for name in ("display_name", "full_name")]
    printed += texts_in(record, "display_name_alternatives", notes) + texts_in(record, "raw_author_names", notes)
    found = (plain_name(name[: 4 * NAME_LENGTH])[:NAME_LENGTH].rstrip() for name in printed[: 2 * NAMES])
    return tuple(dict.fromkeys(filter(None, found)))[:NAMES]


def _institutions(record: dict[str, Any], notes: Notes) -> tuple[Affiliation, ...]:
    """Those last known first, then the others from the newest on."""
    found: dict[PrintedInstitution, tuple[int | None, int | None]] = {}
    last = [object_in(record, "last_known_institution", notes), *objects_in(record, "last_known_institutions", notes)]
    for value in last:
        if institution := institution_of(value):
            found[institution] = (None, None)
    others: list[Affiliation] = []
    for affiliation in objects_in(record, "affiliations", notes):
        institution = institution_of(object_in(affiliation, "institution", notes))
        years = [year for year in list_in(affiliation, "years", notes) if type(year) is int and 1500 <= year <= 2200]
        if institution:
            others.append((institution, min(years, default=None), max(years, default=None)))
    for institution, first, end in sorted(others, key=lambda other: -(other[2] or 0)):
        found[institution] = (first, end)
    return tuple((institution, *years) for institution, years in found.items())[:INSTITUTIONS]
