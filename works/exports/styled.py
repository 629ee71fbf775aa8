"""A work as a reference in five styles, by citeproc-py and the Citation Style Language's own definitions.

What citeproc-py does not know of a style, or says that we do not know, is put right here, in `Style`.
"""

import re
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from works.exports.cited import CitedWork
from works.exports.csl import csl_item

FOLDER = Path(__file__).parent / "styles"
# APA names the first nineteen and the last, all the others name fewer: the rest of a byline changes nothing.
NAMES_READ = 20
# One processor's style is one tree, and it is changed while it is read.
LOCK = threading.Lock()
# The number of a list in which the reference stands alone.
NUMBER = re.compile(r"^(\[1\]|1\.)\s*")
# American styles put the stop inside the quotation marks, unless a mark ends what is quoted.
OUTSIDE = re.compile(r"([^?!.])”([.,])")
STOPPED = re.compile(r"([?!.])”\.")


@dataclass(frozen=True, slots=True)
class Style:
    """One style: the file of its definition, and what the processor leaves to us.

    `has_whole_names`: it ignores `initialize="false"`. `quotes_stops`: it ignores `punctuation-in-quote`.
    """

    label: str
    file: str
    has_whole_names: bool = False
    quotes_stops: bool = False


STYLES = (
    Style("APA", "apa"),
    Style("MLA", "modern-language-association", has_whole_names=True, quotes_stops=True),
    Style("Chicago", "chicago-author-date", has_whole_names=True, quotes_stops=True),
    Style("IEEE", "ieee", quotes_stops=True),
    Style("Vancouver", "nlm-citation-sequence"),
)


def references(work: CitedWork) -> list[tuple[str, str]]:
    """`(style, reference)` for each style; none for a work without a title or names, which the styles repeat oddly."""
    if not work.authors or not work.title.strip():
        return []
    item = csl_item(_shortened(work))
    with LOCK:
        return [(style.label, _reference(style, item)) for style in STYLES]


def _shortened(work: CitedWork) -> CitedWork:
    if len(work.authors) <= NAMES_READ + 1:
        return work
    return replace(work, authors=(*work.authors[:NAMES_READ], work.authors[-1]))


def _reference(style: Style, item: dict[str, Any]) -> str:
    text = " ".join(_processor(style)(item).split())
    # We know neither volume nor pages; that does not mean that there are none yet.
    text = NUMBER.sub("", text).replace(", ahead of print", "").replace("ArXiv", "arXiv").strip()
    if style.quotes_stops:
        text = STOPPED.sub(r"\1”", OUTSIDE.sub(r"\1\2”", text))
    return text


@cache
def _processor(style: Style) -> Callable[[dict[str, Any]], str]:
    # Reading the library and a definition takes longer than a page may: only who cites pays, once a process.
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    known = CitationStylesStyle(str(FOLDER / f"{style.file}.csl"), locale="en-US", validate=False)
    if style.has_whole_names:
        known.root.attrib.pop("initialize-with", None)

    def process(item: dict[str, Any]) -> str:
        with warnings.catch_warnings():
            # It warns of every field that it does not know, the abstract for one.
            warnings.simplefilter("ignore")
            listed = CitationStylesBibliography(known, CiteProcJSON([item]), formatter.plain)
            listed.register(Citation([CitationItem(item["id"])]))
            return str(listed.bibliography()[0])

    return process
