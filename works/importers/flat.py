"""A work as the rows that it becomes, as far as no row of the database has to be known; pure.

The larger part of what an import has to think about, and all of it can be done in another process.
"""

from dataclasses import dataclass
from typing import NamedTuple

from works.importers.compose import Composed
from works.importers.records import PrintedAuthor, PrintedInstitution, PrintedTopic
from works.record import binary
from works.record.addresses import slug_of
from works.record.links import with_named
from works.record.names import block_of
from works.record.teams import BYLINE_LENGTH, team_of
from works.record.titles import title_key

# What `Flat.row` holds, in its order; the id comes before them.
WORK_COLUMNS = (
    "kind source title slug title_key abstract is_abstract_cut year updated_on first_on is_open comment"
    " published_in citations_count is_retracted links origins authors_count topics_count byline team version"
)
# What `FlatPlace.row` holds.
PLACE_COLUMNS = "name affiliations identifiers block"


class FlatPlace(NamedTuple):
    """One place on a byline."""

    block: str
    row: bytes
    institutions: tuple[PrintedInstitution, ...]


@dataclass(frozen=True, slots=True)
class Flat:
    """A work; each topic stands once, the year is 0 where none is known."""

    row: bytes
    year: int
    topics: tuple[PrintedTopic, ...]
    places: tuple[FlatPlace, ...]


def flat_of(work: Composed) -> Flat:
    """The rows of a work."""
    record = work.record
    return Flat(
        _work_row(work), record.year or 0, tuple(dict.fromkeys(record.topics)), tuple(map(_place, record.names))
    )


def _work_row(work: Composed) -> bytes:
    record = work.record
    names = [author.name for author in record.names]
    return b"".join((
        binary.text(record.kind), binary.text(record.source), binary.text(record.title),
        binary.text(slug_of(record.title)), binary.text(title_key(record.title)), binary.text(record.abstract),
        binary.boolean(value=record.is_abstract_cut), binary.int2(record.year), binary.day(record.updated_on),
        binary.day(record.first_on), binary.boolean(value=record.is_open), binary.text(record.comment),
        binary.text(record.published_in), binary.int4(record.citations), binary.boolean(value=record.is_retracted),
        binary.json(with_named(record.links, record.comment, record.abstract)), binary.json(work.origins),
        binary.int4(len(names)), binary.int2(len(record.topics)),
        binary.json([[None, name, None] for name in names[:BYLINE_LENGTH]]), binary.int8s(team_of(names)),
        binary.int4(1),
    ))  # fmt: skip


def _place(author: PrintedAuthor) -> FlatPlace:
    block = block_of(author.name)
    row = b"".join((
        binary.text(author.name), binary.texts(author.affiliations, binary.TEXT),
        binary.texts(author.identifiers, binary.VARCHAR), binary.text(block),
    ))  # fmt: skip
    return FlatPlace(block, row, tuple(printed for printed in author.institutions if printed.identifiers))
