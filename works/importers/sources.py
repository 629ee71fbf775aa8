"""The sources that can be imported; a new one is a folder beside this file and a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from works.importers.arxiv.parse import parse as parse_arxiv
from works.importers.reading import RawRecord
from works.importers.records import WorkRecord


@dataclass(frozen=True, slots=True)
class Source:
    """How one source is read: `scheme` is that of its own identifiers, `parse` raises RejectRecord."""

    scheme: str
    parse: Callable[[RawRecord], WorkRecord]


SOURCES: dict[str, Source] = {
    "arxiv": Source("arxiv", parse_arxiv),
}
