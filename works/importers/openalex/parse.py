"""OpenAlex's objects, of the snapshot and the API: works, authors, institutions, topics, in all schemas since 2022."""

from collections.abc import Callable
from typing import Any

from works.importers.fields import Notes
from works.importers.json_fields import object_in
from works.importers.json_record import load_object
from works.importers.openalex.institutions import institution_record
from works.importers.openalex.people import author_record
from works.importers.openalex.topics import topic_record
from works.importers.openalex.works import work_record
from works.importers.reading.raw import RawRecord
from works.importers.records import Record, RejectRecord
from works.record.identifiers import normal_openalex
from works.record.text import plain_title

PARSERS: dict[str, Callable[[dict[str, Any], str, Notes], Record]] = {
    "W": work_record,
    "A": author_record,
    "I": institution_record,
    "T": topic_record,
}
OTHERS = {"S": "a source (a journal or a repository)", "P": "a publisher", "F": "a funder", "C": "a concept"}
# What has its kind in its address: `https://openalex.org/fields/17`.
WORDS = {
    "fields": "a field", "subfields": "a subfield", "domains": "a domain", "keywords": "a keyword", "sdgs": "a goal",
    "continents": "a continent", "countries": "a country", "languages": "a language", "types": "a type",
    "institution-types": "a type", "source-types": "a type", "licenses": "a licence", "work-types": "a type",
}  # fmt: skip


def parse(raw: RawRecord) -> Record:
    """The work, person, institution or topic that a raw record describes. Raises RejectRecord."""
    notes = Notes()
    record = load_object(raw, notes)
    key = _key(record, notes)
    if key[0] not in PARSERS:
        raise RejectRecord("not_a_record", f"This describes {OTHERS[key[0]]}, which is not imported.", key)
    return PARSERS[key[0]](record, key, notes)


def _key(record: dict[str, Any], notes: Notes) -> str:
    """The id, whose letter tells the kind."""
    value = record.get("id") or object_in(record, "ids", notes).get("openalex")
    if not isinstance(value, str):
        raise RejectRecord("bad_identifier" if value is None else "bad_type", "The record has no OpenAlex id.")
    word = value.removeprefix("https://openalex.org/").partition("/")[0]
    if word in WORDS:
        raise RejectRecord("not_a_record", f"This describes {WORDS[word]}, which is not imported.", value[:100])
    try:
        return normal_openalex(value)
    except ValueError as error:
        raise RejectRecord("bad_identifier", str(error), plain_title(value[:100])) from error
