"""What a run would do or did, shown by its first ten of each kind: added, changed, in conflict."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Literal

from works.importers.models import ImportRun
from works.importers.records import WorkRecord
from works.record.text import clean

SHOWN = 10
Kind = Literal["added", "changed", "conflicts", "rejected", "warnings"]
# What a reader of the preview compares; the rest follows from these or says nothing to a person.
TOLD = (
    "title", "abstract", "names", "kind", "year", "published_in", "topics", "is_open", "is_retracted", "citations",
    "source",
)  # fmt: skip


def has_room(run: ImportRun, kind: Kind) -> bool:
    """Whether fewer than ten of the kind are there."""
    return len(run.samples.get(kind, ())) < SHOWN


def note(run: ImportRun, kind: Kind, name: str, key: str, what: str = "") -> None:
    """One more of the kind, while there is room: what it is called, its key, and what becomes of it.

    A record that is rejected may name itself with characters that no JSON in the database can hold.
    """
    if has_room(run, kind):
        run.samples.setdefault(kind, []).append({"name": clean(name), "key": clean(key), "what": what})


def note_keyed(run: ImportRun, decided: Iterable[tuple[str, str, str]]) -> None:
    """People, institutions and topics: `(key, name, created | updated | unchanged)`."""
    for key, name, outcome in decided:
        if outcome != "unchanged":
            note(run, "added" if outcome == "created" else "changed", name, key)


def differences(before: WorkRecord, after: WorkRecord) -> str:
    """Names of the fields that differ, for people."""
    told = [field.name for field in fields(WorkRecord) if field.name in TOLD]
    return ", ".join(name.removeprefix("is_") for name in told if getattr(before, name) != getattr(after, name))
