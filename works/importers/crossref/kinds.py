"""Crossref's types of works in our words."""

from typing import Any

from works.importers.fields import Notes, text_field
from works.importers.records import RejectRecord

KINDS = {
    "journal-article": "article", "proceedings-article": "proceedings paper",
    "book": "book", "monograph": "book", "edited-book": "book", "reference-book": "book", "book-set": "book",
    "book-chapter": "chapter", "book-section": "chapter", "book-part": "chapter", "book-track": "chapter",
    "reference-entry": "chapter", "dissertation": "thesis", "dataset": "dataset", "database": "dataset",
}  # fmt: skip
# Where works are published; works of their own they are not.
CONTAINERS = {
    "journal": "a journal", "journal-issue": "an issue of a journal", "journal-volume": "a volume of a journal",
    "book-series": "a series of books", "proceedings-series": "a series of proceedings",
    "report-series": "a series of reports", "standard-series": "a series of standards",
}  # fmt: skip


def kind_of(record: dict[str, Any], key: str, notes: Notes) -> str:
    """The kind of a work; without a type `work`. Raises RejectRecord for journals and the like."""
    kind = text_field(record.get("type"), "type", notes)
    if kind in CONTAINERS:
        raise RejectRecord("not_a_record", f"This describes {CONTAINERS[kind]}, not a work.", key)
    if kind == "posted-content":
        return "preprint" if record.get("subtype") == "preprint" else "work"
    return KINDS.get(kind, "work")
