"""The identifiers of a work as a source writes them, in normal form, and the places that they lead to."""

from collections.abc import Callable
from datetime import date

from works.importers.fields import Notes, link_of
from works.importers.records import Identifier, VersionRecord
from works.record.identifiers import normal_arxiv, normal_doi, normal_isbn, normal_pmcid, normal_pmid, recognise
from works.record.links import identifier_link
from works.record.text import plain_title

MOST = 50
NORMAL: dict[str, Callable[[str], str]] = {
    "doi": normal_doi,
    "arxiv": lambda text: normal_arxiv(text)[0],
    "pmid": normal_pmid,
    "pmcid": normal_pmcid,
    "isbn": normal_isbn,
}
NAMES = {"doi": "DOI", "arxiv": "arXiv id", "pmid": "PubMed id", "pmcid": "PubMed Central id", "isbn": "ISBN"}
# Numbers of the two states of a work that a source without versions tells of.
PREPRINT, PUBLISHED = 1, 2


class Identified:
    """What a record says, each once and in its order; what is none is left out with a warning."""

    def __init__(self, notes: Notes, *own: Identifier) -> None:
        self.notes = notes
        self.found: dict[Identifier, None] = dict.fromkeys(own)

    def add(self, scheme: str, text: str) -> None:
        """An identifier that the source says is of this scheme; the DOI of an arXiv paper is its arXiv id."""
        try:
            value = NORMAL[scheme](text)
        except ValueError:
            sentence = f"{plain_title(text[:60])} is no {NAMES[scheme]} and was left out."
            self.notes.add("bad_identifier", sentence)
            return
        self._keep((scheme, value) if scheme != "doi" else recognise(value) or (scheme, value))

    def add_link(self, address: str) -> None:
        """A web address, of which only those of DOIs and of arXiv say which work it is."""
        found = recognise(address.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]) if "/" in address else None
        if found and found[0] in ("doi", "arxiv"):
            self._keep(found)

    def _keep(self, identifier: Identifier) -> None:
        if len(self.found) < MOST:
            self.found[identifier] = None

    def of(self, scheme: str) -> str:
        """The first value of a scheme, or empty."""
        return next((value for known, value in self.found if known == scheme), "")

    def versions(self, kind: str, dated_on: date | None) -> tuple[VersionRecord, ...]:
        """Where it is found: the preprint by its arXiv id, what was published by its DOI."""
        arxiv, doi = self.of("arxiv"), self.of("doi")
        found = []
        if arxiv:
            found.append(
                VersionRecord(PREPRINT, "preprint", None if doi else dated_on, identifier_link("arxiv", arxiv))
            )
        if doi and (kind != "preprint" or not arxiv):
            number, label = (PREPRINT, "preprint") if kind == "preprint" else (PUBLISHED, "published")
            found.append(VersionRecord(number, label, dated_on, link_of(identifier_link("doi", doi))))
        return tuple(found)
