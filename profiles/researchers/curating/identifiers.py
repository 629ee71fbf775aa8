"""Which work somebody means: by its arXiv id, its DOI, or an entry of BibTeX that holds one. Pure."""

import re

from works.record.identifiers import recognise

BIBTEX_LENGTH = 64 * 1024
# `doi = {10.1000/182}`, `eprint = "2101.00001"`, `url = {https://arxiv.org/abs/2101.00001}`, with or without braces.
FIELD = re.compile(
    r"\b(doi|eprint|arxiv|url)\s*=\s*(?:\{+([^{}]{1,600})\}+|\"([^\"]{1,600})\"|([^\s,{}\"]{1,600}))", re.I
)
ENTRY = re.compile(r"@\s*[A-Za-z]+\s*[{(]")
SCHEMES = frozenset({"doi", "arxiv"})


def identifiers_in(text: str) -> list[tuple[str, str]]:
    """Scheme and normal value of each identifier of a work, in order and once; empty where there is none."""
    found = [recognise(candidate.strip()) for candidate in _candidates(text[:BIBTEX_LENGTH])]
    return list(dict.fromkeys(one for one in found if one is not None and one[0] in SCHEMES))


def is_bibtex(text: str) -> bool:
    """Whether this looks like an entry of BibTeX."""
    return ENTRY.search(text) is not None


def _candidates(text: str) -> list[str]:
    if not is_bibtex(text):
        return [text]
    return [next(filter(None, groups[1:])) for groups in FIELD.findall(text)]
