"""What a source's record is once it is understood, or why it could not be taken; pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PrintedAuthor:
    """One place on a byline, as printed. A blank place has the name ""."""

    name: str
    affiliations: tuple[str, ...] = ()
    # `scheme:value` that the source gives beside this very name.
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version of a work at its source."""

    number: int
    label: str
    dated_on: date | None
    url: str


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """A work as one record of one source describes it. Texts are plain (`works/record/text.py`)."""

    source: str
    # The source's own id, without a version.
    key: str
    number: int
    updated_on: date | None
    first_on: date | None
    title: str
    abstract: str
    is_abstract_cut: bool
    names: tuple[PrintedAuthor, ...]
    # Codes in the source's scheme, the primary one first.
    topics: tuple[str, ...]
    kind: str
    # Year of the current version.
    year: int | None
    is_open: bool
    comment: str
    published_in: str
    # `(scheme, value)` in the normal form of `works/record/identifiers.py`.
    identifiers: tuple[tuple[str, str], ...]
    versions: tuple[VersionRecord, ...]
    # `(code, sentence)` of what was left out or mended.
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """Something in a file that was not taken, for the reject file."""

    path: str
    # `line 12` or `byte 3456` of the unpacked text.
    place: str
    identifier: str
    code: str
    sentence: str
    raw: bytes
    # Where reading goes on after it, in bytes of the unpacked text; for `truncated` where the broken record began.
    offset_end: int = 0


class RejectRecord(Exception):
    """Raised by a parser for a record that cannot be taken: a code of the reject file and a sentence."""

    def __init__(self, code: str, sentence: str, identifier: str = "") -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.identifier = identifier
