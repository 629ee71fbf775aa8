"""A raw record understood: what an import writes of it, or why it writes nothing; pure, so any process can do it."""

from collections.abc import Callable
from typing import NamedTuple

from works.importers.plan import Taken
from works.importers.reading.raw import RawRecord
from works.importers.records import AuthorRecord, InstitutionRecord, Record, RejectRecord, TopicRecord, WorkRecord

Understood = Taken | AuthorRecord | InstitutionRecord | TopicRecord


class Given(NamedTuple):
    """What came of a record that can be taken, with its warnings (code, sentence)."""

    what: Understood
    warnings: tuple[tuple[str, str], ...]


class Refused(NamedTuple):
    """Why a record cannot be taken: what a RejectRecord says."""

    code: str
    sentence: str
    identifier: str


Outcome = Given | Refused


def ready(digest: bytes, record: Record) -> Understood:
    """A record as it is written; a work with all that follows from it."""
    return Taken.of(digest, record) if isinstance(record, WorkRecord) else record


def understand(raw: RawRecord, parse: Callable[[RawRecord], Record]) -> Outcome:
    """What becomes of a raw record. Raises nothing that a parser may raise."""
    try:
        record = parse(raw)
    except RejectRecord as error:
        return Refused(error.code, error.sentence, error.identifier)
    return Given(ready(raw.digest, record), record.warnings)
