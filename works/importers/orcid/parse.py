"""ORCID's records, lists and answers as authors with their works."""

import re

from works.importers import fields
from works.importers.fields import Notes
from works.importers.json_record import load_object
from works.importers.orcid.person import (
    Place,
    changed_on,
    has_left,
    identifiers_in,
    institutions_in,
    names_in,
    orcid_in,
    pages_in,
)
from works.importers.orcid.tree import Tree, every, is_public, items, text, tree_of, trees
from works.importers.orcid.work import Owner, works_in
from works.importers.reading.raw import RawRecord
from works.importers.records import AuthorRecord, RejectRecord
from works.importers.xml_records import read_with
from works.record.text import plain_name, plain_title

MOVED = re.compile(r"deprecated.{0,40}refer to account:\s*(\S+?)\.?\s(?:.*\bORCID\s+)?(\S+)", re.DOTALL)
LOCKED = re.compile(r"(?:is locked|record is deactivated|has been deactivated).*?\bORCID\s+(\S+)", re.DOTALL)
# What a JSON document is, by a member that only such a one has.
MEMBERS = (
    ("error", ("error-code", "response-code")),
    ("search", ("num-found", "result", "expanded-result")),
    ("record", ("person", "activities-summary")),
    ("record-summary", ("orcid-identifier",)),
    ("bulk", ("bulk",)),
    ("activities-summary", ("works", "employments")),
    ("person", ("other-names", "researcher-urls")),
)


def parse(raw: RawRecord) -> AuthorRecord:
    """The person and works that a document tells of. Raises RejectRecord when it tells of none."""
    notes = Notes()
    if raw.data.lstrip()[:1] == b"<":
        kind, tree = read_with(tree_of, raw, notes)
    else:
        tree = load_object(raw, notes)
        kind = _kind(tree)
    if kind == "error":
        return _withdrawn(tree)
    if kind not in READERS:
        raise RejectRecord("not_a_record", _refusal(kind))
    if not is_public(tree):
        raise RejectRecord("not_public", "This document is not public on ORCID.")
    return READERS[kind](tree, notes)


def _kind(tree: Tree) -> str:
    """The name that the first element of the same document has in XML."""
    for kind, members in MEMBERS:
        if any(member in tree for member in members):
            return kind
    path = text(tree, "path")
    if "/work/" in path or ("put-code" in tree and "external-ids" in tree and items(tree, "title", "title")):
        return "work"
    return path.rpartition("/")[2] if re.search(r"[\dX]/[a-z-]{4,30}$", path) else ""


def _refusal(kind: str) -> str:
    if kind == "search":
        return "This is a list of what a search found, not a record."
    if kind == "orcid-message":
        return "This record is in ORCID's format 1; from version 2.0 on they are read."
    named = plain_title(kind[:40]).replace("-", " ")
    if named:
        return f"This is a document of ORCID about {named}, not about a person or works."
    return "This is no document of ORCID about a person or works."


def _record(tree: Tree, notes: Notes) -> AuthorRecord:
    orcid = orcid_in(text(tree, "orcid-identifier", "path"), text(tree, "path"), text(tree, "orcid-identifier", "uri"))
    person, activities = (next(iter(trees(tree, name)), {}) for name in ("person", "activities-summary"))
    moved = text(tree, "deprecated", "primary-record", "path")
    if "sandbox" in text(tree, "orcid-identifier", "host"):
        notes.add("sandbox", "This record is from ORCID's sandbox, where people are invented.")
    names = names_in(person)
    left = has_left(person) or any(text(one, "deactivation-date") for one in trees(tree, "history"))
    return AuthorRecord(
        source="orcid",
        key=orcid,
        updated_on=changed_on(next(iter(trees(tree, "history")), {}), notes) or changed_on(person, notes),
        names=names,
        identifiers=identifiers_in(person, orcid, notes),
        institutions=_institutions(activities, notes),
        pages=pages_in(person),
        works=works_in(_groups(activities), Owner(orcid, names), notes),
        is_withdrawn=left or bool(moved),
        successor=("orcid", orcid_in(moved)) if moved else None,
        warnings=tuple(notes.said),
    )


def _record_summary(tree: Tree, notes: Notes) -> AuthorRecord:
    """The short form: a name and places of work."""
    orcid = orcid_in(text(tree, "orcid-identifier", "path"), text(tree, "orcid-identifier", "uri"))
    name = plain_name(text(tree, "credit-name")[: fields.NAME_LENGTH])
    jobs = {"employment-summary": items(tree, "employments", "employment")}
    return AuthorRecord(
        source="orcid",
        key=orcid,
        updated_on=changed_on(tree, notes),
        names=(name,) if name else (),
        identifiers=identifiers_in(tree, orcid, notes),
        institutions=institutions_in(jobs, notes),
        warnings=tuple(notes.said),
    )


def _person(tree: Tree, notes: Notes) -> AuthorRecord:
    orcid = orcid_in(text(tree, "path"), *(text(name, "path") for name in items(tree, "name")), _owner_in(tree))
    return _record({"path": orcid, "person": tree}, notes)


def _activities(tree: Tree, notes: Notes) -> AuthorRecord:
    return _works_only(tree, _groups(tree), notes)


def _works(tree: Tree, notes: Notes) -> AuthorRecord:
    return _works_only(tree, _groups({"works": tree}), notes)


def _employments(tree: Tree, notes: Notes) -> AuthorRecord:
    return _works_only({"employments": tree, **tree}, [], notes)


def _work(tree: Tree, notes: Notes) -> AuthorRecord:
    return _works_only(tree, [[tree]], notes)


def _bulk(tree: Tree, notes: Notes) -> AuthorRecord:
    """Several works of one record; errors stand between them."""
    works = [*trees(tree, "work"), *trees(tree, "bulk", "work")]
    if failures := items(tree, "error") + items(tree, "bulk", "error"):
        notes.add("source_error", f"ORCID did not give {len(failures)} of these works.")
    return _works_only({"works": works}, [[work] for work in works], notes)


def _works_only(tree: Tree, groups: list[list[Tree]], notes: Notes) -> AuthorRecord:
    """What an answer about works adds to a person who is known by the iD alone."""
    orcid = orcid_in(text(tree, "path"), _owner_in(tree), *(_owner_in(work) for group in groups for work in group))
    works = works_in(groups, Owner(orcid, ()), notes)
    return AuthorRecord(
        source="orcid",
        key=orcid,
        updated_on=changed_on(tree, notes),
        names=(),
        identifiers=(("orcid", orcid),),
        institutions=_institutions(tree, notes),
        works=works,
        warnings=tuple(notes.said),
    )


def _owner_in(tree: Tree) -> str:
    """Whose record it is, where the document itself has no path: a part's path, or the one person who is a source."""
    parts = list(every(tree))
    told = next((path for part in parts if (path := text(part, "path")).count("/") >= 2), "")
    sources = {text(part, "source", "source-orcid", "path") for part in parts} - {""}
    return told or (sources.pop() if len(sources) == 1 else "")


def _groups(activities: Tree) -> list[list[Tree]]:
    """The summaries of each group that are public; of these a group has at least one."""
    groups = (trees(group, "work-summary") for group in trees(activities, "works", "group"))
    return [summaries for summaries in groups if summaries]


def _institutions(activities: Tree, notes: Notes) -> tuple[Place, ...]:
    return institutions_in(next(iter(trees(activities, "employments")), {}), notes)


def _withdrawn(tree: Tree) -> AuthorRecord:
    """What ORCID answers for a record that was merged into another, or locked; any other error is no record."""
    said = text(tree, "developer-message")[:1_000]
    moved, locked = MOVED.search(said), LOCKED.search(said)
    if moved is None and locked is None:
        sentence = plain_title(said) or "it does not say which"
        raise RejectRecord("source_error", f"ORCID gave an error: {sentence.rstrip('.')}.")
    orcid = orcid_in(moved[2] if moved else locked[1] if locked else "")
    return AuthorRecord(
        source="orcid",
        key=orcid,
        updated_on=None,
        names=(),
        identifiers=(("orcid", orcid),),
        is_withdrawn=True,
        successor=("orcid", orcid_in(moved[1])) if moved else None,
    )


READERS = {
    "record": _record,
    "record-summary": _record_summary,
    "person": _person,
    "personal-details": _person,
    "activities-summary": _activities,
    "works": _works,
    "employments": _employments,
    "work": _work,
    "bulk": _bulk,
}
