"""Who wrote a work, as OpenAlex gives it: the printed name, its affiliations, and who it thinks that is."""

from collections.abc import Mapping
from typing import Any

from works.importers.fields import NAME_LENGTH, Notes, affiliations_of, text_field
from works.importers.json_fields import object_in, objects_in, texts_in
from works.importers.openalex.parts import NOBODY, institution_of, openalex_id, orcid_of
from works.importers.records import PrintedAuthor, PrintedInstitution
from works.record.text import plain_name

INSTITUTIONS = 20
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
# More words than a person's name has on one side of the comma: an address, an office.
WORDS = 4


def byline(record: Mapping[str, Any], notes: Notes) -> list[PrintedAuthor]:
    """Every place on the byline in order."""
    return [_author(authorship, notes) for authorship in objects_in(record, "authorships", notes)]


def _author(authorship: dict[str, Any], notes: Notes) -> PrintedAuthor:
    author = object_in(authorship, "author", notes)
    key = openalex_id(author.get("id"), "A")
    # What the publisher printed beside the name is worth more than what OpenAlex gathered.
    orcid = orcid_of(authorship.get("raw_orcid"), notes) or orcid_of(author.get("orcid"), notes)
    identifiers = [f"orcid:{orcid}"] if orcid else []
    if key and key not in NOBODY:
        identifiers.append(f"openalex:{key}")
    return PrintedAuthor(
        _name(authorship, author, notes), _affiliations(authorship, notes), tuple(identifiers), _at(authorship, notes)
    )


def _name(authorship: Mapping[str, Any], author: Mapping[str, Any], notes: Notes) -> str:
    """The name as printed, in reading order; OpenAlex's own form of it where it does not say."""
    printed = text_field(authorship.get("raw_author_name") or author.get("display_name"), "raw_author_name", notes)
    name = plain_name(printed[: 4 * NAME_LENGTH])
    return _in_reading_order(name) if name.count(",") == 1 else name


def _in_reading_order(name: str) -> str:
    """`Ghiasnezhad Omran, Pouya` the other way round, but no office and no `Raimundo, Jr.`"""
    family, _, given = (part.strip() for part in name.partition(","))
    if not family or not given or given.rstrip(".").lower() in SUFFIXES:
        return name
    is_person = all(len(part.split()) < WORDS and not any(map(str.isdigit, part)) for part in (family, given))
    return f"{given} {family}" if is_person else name


def _affiliations(authorship: Mapping[str, Any], notes: Notes) -> tuple[str, ...]:
    texts = texts_in(authorship, "raw_affiliation_strings", notes)
    if not texts and (text := text_field(authorship.get("raw_affiliation_string"), "raw_affiliation_string", notes)):
        texts = [text]
    return affiliations_of(texts) if texts else ()


def _at(authorship: Mapping[str, Any], notes: Notes) -> tuple[PrintedInstitution, ...]:
    found = (institution_of(value) for value in objects_in(authorship, "institutions", notes))
    return tuple(dict.fromkeys(institution for institution in found if institution))[:INSTITUTIONS]
