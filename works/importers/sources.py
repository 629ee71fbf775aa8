"""The sources that can be imported; a new one is a folder beside this file and a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from works.importers.arxiv.parse import parse as parse_arxiv
from works.importers.bibtex.parse import parse as parse_bibtex
from works.importers.crossref.parse import parse as parse_crossref
from works.importers.dblp.parse import parse as parse_dblp
from works.importers.openalex.parse import parse as parse_openalex
from works.importers.orcid.parse import parse as parse_orcid
from works.importers.reading import RawRecord
from works.importers.records import Record
from works.importers.ror.parse import parse as parse_ror


@dataclass(frozen=True, slots=True)
class Source:
    """How one source is read: `parse` gives a record of the kind that the file holds, or raises RejectRecord."""

    parse: Callable[[RawRecord], Record]


SOURCES: dict[str, Source] = {
    "arxiv": Source(parse_arxiv),
    "openalex": Source(parse_openalex),
    "ror": Source(parse_ror),
    "crossref": Source(parse_crossref),
    "orcid": Source(parse_orcid),
    "dblp": Source(parse_dblp),
    "bibtex": Source(parse_bibtex),
}
