"""People as DBLP has them: by a name that is theirs alone, with a number where several have it."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

from works.importers import fields
from works.importers.dblp.element import Child, Element
from works.importers.fields import Notes
from works.importers.records import AuthorRecord, Identifier, PrintedAuthor, PrintedInstitution, RejectRecord
from works.record.identifiers import normal_orcid
from works.record.text import plain_name, plain_title

NUMBERED = re.compile(r"(.*\D)\s+\d{4}")
PID = re.compile(r"[a-z0-9]{1,4}/[\w.:=+-]{1,80}")
NUMBERED_LENGTH = 190
INSTITUTIONS = 20
PAGES = 50


def author_record(element: Element, key: str, updated: date | None, notes: Notes) -> AuthorRecord:
    """A page of a person. Raises RejectRecord for one that lists several."""
    if element.attributes.get("publtype", "").strip() in ("disambiguation", "group"):
        raise RejectRecord("not_a_record", "This page of DBLP stands for several people, not for one.", key)
    pid = key.removeprefix("homepages/")
    told = PID.fullmatch(element.get("crossref").removeprefix("homepages/"))
    moved = told[0] if told else ""
    printed = [unescape(child.text) for child in element.every("author")]
    names = tuple(dict.fromkeys(name for text in printed if (name := _name(text))))
    if not names and not moved:
        raise RejectRecord("no_name", "The page names nobody.", key)
    return AuthorRecord(
        source="dblp",
        key=pid,
        updated_on=updated,
        names=names,
        identifiers=tuple(dict.fromkeys([("dblp", pid), *_identifiers(element, printed, notes)])),
        institutions=tuple((place, None, None) for place in _institutions(element)),
        pages=tuple(dict.fromkeys(filter(None, map(_page, element.every("url")))))[:PAGES],
        is_withdrawn=bool(moved),
        successor=("dblp", moved) if moved else None,
        warnings=tuple(notes.said),
    )


def printed_author(child: Child, notes: Notes) -> PrintedAuthor:
    """A name on a byline, without the number, which becomes an identifier."""
    text = unescape(child.text)
    pid = PID.fullmatch(child.attributes.get("pid", "").strip())
    found = [f"dblp:{value}" for value in (pid and pid[0], numbered(text)) if value]
    if orcid := fields.normal_of(normal_orcid, child.attributes.get("orcid"), "orcid", notes):
        found.append(f"orcid:{orcid}")
    return PrintedAuthor(_name(text), (), tuple(found))


def _name(text: str) -> str:
    """`Wei Wang` for `Wei Wang 0012`."""
    name = plain_name(text[: 2 * fields.NAME_LENGTH])[: fields.NAME_LENGTH].rstrip()
    found = NUMBERED.fullmatch(name)
    return found[1] if found else name


def numbered(text: str) -> str:
    """The name with its number, which names one person; empty for a name without: anybody may have it."""
    name = plain_name(text[: 2 * fields.NAME_LENGTH])
    return name if len(name) <= NUMBERED_LENGTH and NUMBERED.fullmatch(name) else ""


def _identifiers(element: Element, printed: list[str], notes: Notes) -> Iterator[Identifier]:
    yield from (("dblp", name) for name in map(numbered, printed) if name)
    told = [child.text for child in element.every("url") if "orcid.org/" in child.text]
    told += [child.attributes.get("orcid", "") for child in element.every("author")]
    yield from (("orcid", orcid) for text in told if (orcid := fields.normal_of(normal_orcid, text, "orcid", notes)))


def _institutions(element: Element) -> list[PrintedInstitution]:
    """Places of work, the present one first: DBLP marks earlier ones by a label."""
    notes = [child for child in element.every("note") if child.attributes.get("type") == "affiliation"]
    notes.sort(key=lambda child: bool(child.attributes.get("label")))
    printed = (plain_title(child.text[: fields.AFFILIATION_LENGTH]) for child in notes)
    names = dict.fromkeys(name[: fields.NAME_LENGTH].rstrip() for name in printed)
    return [PrintedInstitution(name, ()) for name in names if name][:INSTITUTIONS]


def _page(child: Child) -> str:
    is_one = child.attributes.get("type") != "deprecated" and "orcid.org/" not in child.text
    return fields.link_of(unescape(child.text)) if is_one else ""
