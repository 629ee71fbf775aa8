"""What a source's record is once it is understood, or why it could not be taken; pure."""

from dataclasses import dataclass
from datetime import date

# `(scheme, value)` in the normal form of `works/record/identifiers.py`.
Identifier = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PrintedInstitution:
    """An organisation that a source names by identifier beside an author (ROR first, if it has one)."""

    name: str
    identifiers: tuple[Identifier, ...]
    # ISO 3166 code of two letters, or empty.
    country: str = ""


@dataclass(frozen=True, slots=True)
class PrintedAuthor:
    """One place on a byline, as printed. A blank place has the name ""."""

    name: str
    affiliations: tuple[str, ...] = ()
    # `scheme:value` that the source gives beside this very name.
    identifiers: tuple[str, ...] = ()
    institutions: tuple[PrintedInstitution, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedTopic:
    """A subject in a scheme of its own: an arXiv category, an OpenAlex topic, a keyword (code: the folded word)."""

    scheme: str
    code: str
    name: str


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
    # The primary one first.
    topics: tuple[PrintedTopic, ...]
    kind: str
    # Year of the current version.
    year: int | None
    is_open: bool
    comment: str
    published_in: str
    identifiers: tuple[Identifier, ...]
    versions: tuple[VersionRecord, ...]
    # False where the source names one author and leaves out the others (an ORCID record's list of works).
    is_byline_whole: bool = True
    # True where an organisation, not the person, put the work on the person's own list (ORCID).
    is_asserted: bool = False
    # How often it is cited, as the source counts; None where it does not say.
    citations: int | None = None
    is_retracted: bool = False
    # `(kind, address)`, http(s) only; kinds: code, data, pdf, retraction (the notice).
    links: tuple[tuple[str, str], ...] = ()
    # `(code, sentence)` of what was left out or mended.
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """A person as a source describes them; the names in order of preference, the display name first."""

    source: str
    key: str
    updated_on: date | None
    names: tuple[str, ...]
    identifiers: tuple[Identifier, ...]
    # With the years of each, where known: `(institution, first year, last year)`, the current one first.
    institutions: tuple[tuple[PrintedInstitution, int | None, int | None], ...] = ()
    # Pages that the person names there (ORCID's researcher URLs).
    pages: tuple[str, ...] = ()
    # What the record lists as the person's works; their own place on each byline carries their identifier.
    works: tuple[WorkRecord, ...] = ()
    # The record is void at its source (OpenAlex's `Deleted Author`, a locked or deprecated iD).
    is_withdrawn: bool = False
    # Where a withdrawn record went.
    successor: Identifier | None = None
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class InstitutionRecord:
    """An organisation as a source describes it."""

    source: str
    key: str
    updated_on: date | None
    name: str
    # `(name, language or "", kind)`; kinds: label, alias, acronym. The display name is not repeated.
    names: tuple[tuple[str, str, str], ...]
    identifiers: tuple[Identifier, ...]
    # education, company, healthcare, government, facility, nonprofit, archive, funder, other.
    kinds: tuple[str, ...]
    city: str
    country: str
    # ISO 3166 code of two letters, or empty.
    country_code: str
    # In lower case, IDNA ASCII.
    domains: tuple[str, ...]
    website: str
    # `(kind, identifier)`; kinds: parent, child, related, predecessor, successor.
    relations: tuple[tuple[str, Identifier], ...]
    established: int | None
    is_withdrawn: bool
    successor: Identifier | None
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """A subject of a scheme with its place in the tree."""

    source: str
    key: str
    updated_on: date | None
    topic: PrintedTopic
    description: str
    # From the nearest to the widest: subfield, field, domain.
    parents: tuple[PrintedTopic, ...]
    keywords: tuple[str, ...]
    warnings: tuple[tuple[str, str], ...] = ()


Record = WorkRecord | AuthorRecord | InstitutionRecord | TopicRecord


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
