"""Who wrote a work, as publishers told Crossref."""

from typing import Any

from works.importers.fields import NAME_LENGTH, Notes, affiliations_of, normal_of, text_field
from works.importers.json_fields import objects_in, texts_in
from works.importers.records import PrintedAuthor, PrintedInstitution
from works.record.identifiers import normal_orcid, normal_ror
from works.record.text import plain_name

INSTITUTIONS = 20


def byline(record: dict[str, Any], notes: Notes) -> list[PrintedAuthor]:
    """Every author in order, people and organisations."""
    return [_author(author, notes) for author in objects_in(record, "author", notes)]


def _author(author: dict[str, Any], notes: Notes) -> PrintedAuthor:
    orcid = normal_of(normal_orcid, author.get("ORCID"), "ORCID", notes)
    affiliations = objects_in(author, "affiliation", notes)
    return PrintedAuthor(
        _name(author, notes),
        affiliations_of(_affiliation(affiliation, notes) for affiliation in affiliations) if affiliations else (),
        (f"orcid:{orcid}",) if orcid else (),
        _institutions(affiliations, notes) if affiliations else (),
    )


def _name(author: dict[str, Any], notes: Notes) -> str:
    """`Given Family Suffix`; family name first in Korean, Japanese and Chinese letters, as it is written there."""
    given, family, suffix, name = (
        plain_name(text_field(author.get(part), part, notes)[: 4 * NAME_LENGTH])
        for part in ("given", "family", "suffix", "name")
    )
    if given and family and _is_east_asian(given + family):
        return family + given
    return " ".join(filter(None, (given, family, suffix))) or name


def _is_east_asian(name: str) -> bool:
    return all("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in name)


def _affiliation(affiliation: dict[str, Any], notes: Notes) -> str:
    parts = [text_field(affiliation.get("name"), "affiliation", notes), *texts_in(affiliation, "place", notes)]
    return ", ".join(filter(None, parts))


def _institutions(affiliations: list[dict[str, Any]], notes: Notes) -> tuple[PrintedInstitution, ...]:
    """Those affiliations that have a ROR id."""
    found: dict[PrintedInstitution, None] = {}
    for affiliation in affiliations:
        for number in objects_in(affiliation, "id", notes):
            is_ror = str(number.get("id-type")).upper() == "ROR"
            ror = normal_of(normal_ror, number.get("id"), "affiliation", notes) if is_ror else ""
            name = plain_name(text_field(affiliation.get("name"), "affiliation", notes)[:NAME_LENGTH])
            if ror:
                found[PrintedInstitution(name or ror, (("ror", ror),))] = None
    return tuple(found)[:INSTITUTIONS]
