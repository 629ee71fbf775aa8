"""CSL-JSON 1.0.2, the form that citation processors read."""

import json
from typing import Any

from works.exports.bibtex import citation_key
from works.exports.cited import CitedWork, one_line
from works.exports.names import PrintedName

TYPES = {
    # CSL's own word for a preprint.
    "preprint": "article",
    "article": "article-journal",
    "proceedings paper": "paper-conference",
    "book": "book",
    "chapter": "chapter",
    "thesis": "thesis",
    "dataset": "dataset",
}


def csl_json(work: CitedWork) -> str:
    """An array of one item, UTF-8, indented, ending with a line break."""
    return json.dumps([csl_item(work)], ensure_ascii=False, indent=2) + "\n"


def csl_item(work: CitedWork) -> dict[str, Any]:
    """The item; keys whose value is not known are left out."""
    item = {
        "id": citation_key(work),
        "type": TYPES.get(work.kind, "document"),
        "title": one_line(work.title),
        "author": [_author(name) for name in work.authors],
        "issued": {"date-parts": [list(work.date_parts)]} if work.date_parts else None,
        "container-title": one_line(work.published_in),
        "publisher": "arXiv" if work.arxiv and not work.published_in else "",
        "number": f"arXiv:{one_line(work.arxiv)}" if work.arxiv else "",
        "abstract": one_line(work.abstract),
        "DOI": one_line(work.doi),
        "URL": one_line(work.url),
    }
    return {key: value for key, value in item.items() if value}


def _author(name: PrintedName) -> dict[str, str]:
    if name.is_body or not name.given:
        return {"literal": one_line(name.inverted)}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: one_line(value) for key, value in parts.items() if value}
