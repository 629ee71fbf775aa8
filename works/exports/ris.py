"""RIS, as reference managers read it: two-letter tags, one value a line, CRLF, UTF-8."""

from works.exports.cited import CitedWork, one_line

TYPES = {
    "preprint": "UNPB",
    "article": "JOUR",
    "proceedings paper": "CPAPER",
    "book": "BOOK",
    "chapter": "CHAP",
    "thesis": "THES",
    "dataset": "DATA",
}


def ris(work: CitedWork) -> str:
    """One record, from `TY` to `ER`."""
    lines = [f"{tag}  - {value}".rstrip() for tag, value in _tags(work) if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _tags(work: CitedWork) -> list[tuple[str, str]]:
    date = "/".join(f"{part:02d}" for part in work.date_parts)
    return [
        ("TY", TYPES.get(work.kind, "GEN")),
        ("TI", one_line(work.title)),
        *(("AU", one_line(name.inverted)) for name in work.authors),
        ("PY", str(work.year or "")),
        ("DA", date),
        ("T2", one_line(work.published_in)),
        ("AB", one_line(work.abstract)),
        ("DO", one_line(work.doi)),
        ("AN", f"arXiv:{one_line(work.arxiv)}" if work.arxiv else ""),
        ("UR", one_line(work.url)),
    ]
