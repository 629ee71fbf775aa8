"""Which elements of an XML file are records, what may stand around them, and how their tags look in bytes."""

import re
from dataclasses import dataclass
from typing import Literal

from works.importers.reading.xml_rules import ATOM

PREFIX = rb"(?:[A-Za-z_][\w.-]{0,64}:)?"
# A DOCTYPE that only names a file is no harm: nobody opens it.
NAMED_DTD = (
    rb"(?P<doctype>!DOCTYPE\s{1,9}[\w.-]{1,40}\s{1,9}SYSTEM\s{1,9}(?:\"[^\"<>]{0,120}\"|'[^'<>]{0,120}')\s{0,9}>)"
)
FORBIDDEN = rb"(?P<forbidden>!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION|\[(?!CDATA\[)))"
# Comments, processing instructions and character data hide whatever looks like a tag in them.
HIDING = rb"(?P<comment>!--)|(?P<instruction>\?)|(?P<cdata>!\[CDATA\[)"
HIDES = frozenset({"comment", "instruction", "cdata"})


def _tags(*kinds: bytes) -> re.Pattern[bytes]:
    """All begin with the same sign: the search then runs from `<` to `<`, ten times as fast."""
    return re.compile(rb"<(?:" + b"|".join(kinds) + rb")")


@dataclass(frozen=True, slots=True)
class Grammar:
    """One kind of file."""

    format: Literal["atom", "dblp"]
    # As in `This is XML, but no Atom feed.`
    name: str
    roots: frozenset[str]
    may_name_dtd: bool
    identifier: re.Pattern[bytes]
    outside: re.Pattern[bytes]
    inside: re.Pattern[bytes]
    inside_plain: re.Pattern[bytes]
    ends_in_entry: dict[str, re.Pattern[bytes]]


def _grammar(
    format_: Literal["atom", "dblp"],
    name: str,
    *,
    roots: str,
    entries: str,
    namespace: str = "",
    may_name_dtd: bool = False,
    identifier: bytes,
) -> Grammar:
    root, entry = (PREFIX + rb"(?:" + b"|".join(names.encode().split()) + rb")" for names in (roots, entries))
    start = rb"(?P<entry>" + entry + rb"(?=[\s/>]))"
    end = rb"(?P<end>/" + entry + rb"\s{0,32}>)"
    close = rb"(?P<close>/" + root + rb"\s{0,32}>)"
    doctype = (NAMED_DTD,) if may_name_dtd else ()
    return Grammar(
        format=format_,
        name=name,
        roots=frozenset(f"{prefix}{root}" for root in roots.split() for prefix in ("", namespace)),
        may_name_dtd=may_name_dtd,
        identifier=re.compile(identifier),
        outside=_tags(start, close, HIDING, *doctype, FORBIDDEN),
        inside=_tags(end, start, HIDING, FORBIDDEN),
        inside_plain=_tags(end, start),
        # Something hiding that is never closed must not hide the entries after it: `--` ends a comment or
        # breaks it, and a new entry shows that the others are broken.
        ends_in_entry={
            "comment": re.compile(rb"(?P<close>-->)|(?P<entry>--)"),
            "instruction": re.compile(rb"(?P<close>\?>)|<" + start),
            "cdata": re.compile(rb"(?P<close>\]\]>)|<" + start),
        },
    )


ATOM_FEED = _grammar(
    "atom",
    "Atom feed",
    roots="feed",
    entries="entry",
    namespace=f"{ATOM} ",
    identifier=rb"<" + PREFIX + rb"id\s{0,9}>([^<]{1,200})<",
)
DBLP_FILE = _grammar(
    "dblp",
    "DBLP file",
    roots="dblp dblpperson",
    entries="article inproceedings proceedings book incollection phdthesis mastersthesis www data person",
    may_name_dtd=True,
    identifier=rb"<[^<>]{1,200}?\skey\s{0,9}=\s{0,9}[\"']([^\"'<>]{1,200})",
)
