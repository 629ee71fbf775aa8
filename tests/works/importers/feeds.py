"""Atom feeds of fictional works, as the arXiv API writes them."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom">\n  <title>ArXiv Query: search_query=all:engines</title>\n'
)


def entry(key: str, title: str, names: Sequence[str], *, updated: str = "2024-03-05", categories: str = "cs.AR") -> str:
    """One entry; `key` carries its version, names are written as given."""
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in names)
    terms = "".join(f'<category term="{term}"/>' for term in categories.split())
    return (
        f"<entry><id>http://arxiv.org/abs/{key}</id><updated>{updated}T00:00:00Z</updated>"
        f"<published>2024-01-02T00:00:00Z</published><title>{escape(title)}</title>"
        f"<summary>An analysis of {escape(title)}.</summary>{authors}{terms}</entry>\n"
    )


def feed(*entries: str) -> str:
    """A whole feed."""
    return HEADER + "".join(entries) + "</feed>\n"


def write_feed(folder: Path, *entries: str, name: str = "feed.xml") -> str:
    """A feed as a file; gives its path."""
    path = folder / name
    path.write_text(feed(*entries), encoding="utf-8")
    return str(path)
