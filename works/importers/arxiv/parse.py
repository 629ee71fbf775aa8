"""arXiv records, in the form of the API and of the metadata snapshot."""

from works.importers.arxiv.atom import parse_entry
from works.importers.arxiv.snapshot import parse_line
from works.importers.reading.raw import RawRecord
from works.importers.records import WorkRecord


def parse(raw: RawRecord) -> WorkRecord:
    """The work that a raw record describes. Raises RejectRecord when it cannot be taken."""
    return parse_entry(raw) if raw.format == "atom" else parse_line(raw)
