"""The formats a work can be taken away in; a new one is a file here and a line below."""

from collections.abc import Callable
from dataclasses import dataclass

from works.exports.bibtex import bibtex
from works.exports.cited import CitedWork
from works.exports.csl import csl_json
from works.exports.ris import ris


@dataclass(frozen=True, slots=True)
class Format:
    """One export format; `name` is its place in the address."""

    name: str
    label: str
    suffix: str
    content_type: str
    write: Callable[[CitedWork], str]


FORMATS = {
    item.name: item
    for item in (
        Format("bibtex", "BibTeX", "bib", "application/x-bibtex; charset=utf-8", bibtex),
        Format("ris", "RIS", "ris", "application/x-research-info-systems; charset=utf-8", ris),
        Format("csl-json", "CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl_json),
    )
}
