"""OpenAlex's topics."""

from typing import Any

from works.importers.fields import Notes, abstract_of, text_field
from works.importers.json_fields import list_in, object_in
from works.importers.openalex.parts import ADDRESS, WORD_LENGTH, updated_on
from works.importers.records import PrintedTopic, RejectRecord, TopicRecord
from works.record.text import plain_title

LEVELS = ("subfield", "field", "domain")
NAME_LENGTH = 200
KEYWORDS = 50
KNOWN = frozenset(
    """
    @timestamp cited_by_count created_date description display_name display_name_alternatives domain field id ids
    keywords relevance_score siblings subfield updated updated_date works_api_url works_count
    """.split()
)


def topic_record(record: dict[str, Any], key: str, notes: Notes) -> TopicRecord:
    """A topic with its place in the tree. Raises RejectRecord."""
    for name in record.keys() - KNOWN:
        notes.unknown_field(name)
    name = _name(record, notes)
    if not name:
        raise RejectRecord("no_name", "The topic has no name.", key)
    description, _ = abstract_of(record.get("description"), notes)
    return TopicRecord(
        source="openalex",
        key=key,
        updated_on=updated_on(record, notes),
        topic=PrintedTopic("openalex", key, name),
        description=description,
        parents=tuple(parent for level in LEVELS if (parent := _parent(object_in(record, level, notes), level, notes))),
        keywords=_keywords(record, notes),
        warnings=tuple(notes.said),
    )


def _name(record: dict[str, Any], notes: Notes) -> str:
    return plain_title(text_field(record.get("display_name"), "display_name", notes)[:NAME_LENGTH])


def _parent(value: dict[str, Any], level: str, notes: Notes) -> PrintedTopic | None:
    """`subfields/2718` with its name; files of 2024 give the number alone."""
    code, name = value.get("id"), _name(value, notes)
    if isinstance(code, str) and code.startswith(ADDRESS):
        code = code.removeprefix(ADDRESS)
    elif code is not None:
        code = f"{level}s/{code}"
    return PrintedTopic("openalex", code[:WORD_LENGTH], name) if code and name else None


def _keywords(record: dict[str, Any], notes: Notes) -> tuple[str, ...]:
    """A list of words or of objects that name them; the files of 2024 have one text with semicolons."""
    value = record.get("keywords")
    words = value.split(";") if isinstance(value, str) else list_in(record, "keywords", notes)
    named = (word.get("display_name") if isinstance(word, dict) else word for word in words[:KEYWORDS])
    plain = (plain_title(word[:WORD_LENGTH]) for word in named if isinstance(word, str))
    return tuple(dict.fromkeys(filter(None, plain)))
