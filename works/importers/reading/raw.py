"""A record as it stands in a file, not yet understood."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from works.importers.records import Reject, RejectRecord


@dataclass(frozen=True, slots=True)
class Feed:
    """What an Atom feed says before its entries."""

    # A start tag with all its namespaces, for reading one entry alone.
    opening: bytes
    title: str
    # `lajoie_g` when the feed is arXiv's answer to a query for this one author, else empty.
    author_list: str = ""


class RawRecord(NamedTuple):
    """One JSON object, XML element or BibTeX entry: what is looked up by its digest before it is parsed."""

    format: Literal["atom", "json", "dblp", "orcid", "bibtex"]
    data: bytes
    # Places in the unpacked stream: `offset_end` is where reading may be taken up again.
    offset_start: int
    offset_end: int
    line: int
    # BLAKE2b of 16 bytes over the data; of an entry in an author's list see `entries.py`.
    digest: bytes
    feed: Feed | None = None
    # The file inside an archive that it stands in.
    member: str = ""

    @property
    def place(self) -> str:
        """Where a person finds it in the file."""
        return f"line {self.line}"

    def rejected(self, path: str | Path, error: RejectRecord) -> Reject:
        """The line of the reject file for it."""
        named = f"{path}/{self.member}" if self.member else str(path)
        return Reject(named, self.place, error.identifier, error.code, error.sentence, self.data, self.offset_end)
