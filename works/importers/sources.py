"""The sources that can be imported; a new one is a folder beside this file and a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from works.importers.arxiv.parse import parse as parse_arxiv
from works.importers.bibtex.parse import parse as parse_bibtex
from works.importers.crossref.parse import parse as parse_crossref
from works.importers.dblp.parse import parse as parse_dblp
from works.importers.openalex.parse import parse as parse_openalex
from works.importers.orcid.parse import parse as parse_orcid
from works.importers.reading import RawRecord
from works.importers.ror.parse import parse as parse_ror


@dataclass(frozen=True, slots=True)
class Source:
    """How one source is read: `scheme` is that of its own identifiers, `parse` raises RejectRecord."""

    scheme: str
    # Gives a `Record`; of which kind, the file decides.
    parse: Callable[[RawRecord], Any]


SOURCES: dict[str, Source] = {
    "arxiv": Source("arxiv", parse_arxiv),
    "openalex": Source("openalex", parse_openalex),
    "ror": Source("ror", parse_ror),
    "crossref": Source("doi", parse_crossref),
    "orcid": Source("orcid", parse_orcid),
    "dblp": Source("dblp", parse_dblp),
    "bibtex": Source("bibtex", parse_bibtex),
}
