"""Works on an ORCID record: one for each of ORCID's own groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from works.importers import fields
from works.importers.fields import Notes
from works.importers.identified import Identified
from works.importers.orcid.person import changed_on
from works.importers.orcid.tree import Tree, text, trees
from works.importers.records import PrintedAuthor, RejectRecord, WorkRecord
from works.record.identifiers import normal_orcid
from works.record.names import are_compatible
from works.record.text import plain_name

KINDS = {
    "preprint": "preprint", "journal-article": "article", "review": "article", "conference-paper": "proceedings paper",
    "conference-abstract": "proceedings paper", "conference-poster": "proceedings paper", "book": "book",
    "edited-book": "book", "conference-proceedings": "book", "book-chapter": "chapter",
    "encyclopedia-entry": "chapter", "dictionary-entry": "chapter", "dissertation": "thesis",
    "dissertation-thesis": "thesis", "supervised-student-publication": "thesis", "data-set": "dataset",
}  # fmt: skip
# External ids of these types name the work itself; others name its journal, or lead nowhere.
SCHEMES = {"doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "pmc": "pmcid", "isbn": "isbn"}
NO_AUTHORS = frozenset({"editor", "chair-or-translator", "support-staff", "assignee"})
WORKS = 20_000


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose record it is; the names are empty where an answer holds works only."""

    orcid: str
    names: tuple[str, ...]


def works_in(groups: Sequence[Sequence[Tree]], owner: Owner, notes: Notes) -> tuple[WorkRecord, ...]:
    """A work for each group of summaries; one that cannot be taken is left out with a warning."""
    found = []
    for summaries in groups[:WORKS]:
        try:
            found.append(work_of(summaries, owner))
        except RejectRecord as error:
            notes.add(error.code, f"Work {error.identifier} was left out. {error.sentence}")
    if len(groups) > WORKS:
        notes.add("works_cut", f"The record lists more than {WORKS:,} works.")
    return tuple(found)


def work_of(summaries: Sequence[Tree], owner: Owner) -> WorkRecord:
    """The work as its preferred summary has it, with the identifiers of all. Raises RejectRecord."""
    notes = Notes()
    preferred = max(summaries, key=_preference)
    keys = [key for summary in (preferred, *summaries) if (key := _number(summary, "put-code"))]
    if not keys:
        raise RejectRecord("bad_identifier", "This work has no number of ORCID.")
    title = fields.title_of(text(preferred, "title", "title"), keys[0], notes)
    abstract, is_cut = fields.abstract_of(text(preferred, "short-description"), notes)
    kind = KINDS.get(text(preferred, "type").lower().replace("_", "-"), "work")
    found = _identified(summaries, keys, kind, notes)
    day = _day(preferred, notes)
    return WorkRecord(
        source="orcid",
        key=keys[0],
        number=1,
        updated_on=changed_on(preferred, notes),
        first_on=day,
        title=title,
        abstract=abstract,
        is_abstract_cut=is_cut,
        names=fields.authors_of(_byline(summaries, preferred, owner, notes), keys[0], notes),
        topics=(),
        kind=kind,
        year=fields.year_in(text(preferred, "publication-date", "year"), "publication-date", notes),
        is_open=False,
        comment="",
        published_in=fields.line_field(text(preferred, "journal-title"), "journal-title", notes),
        identifiers=tuple(found.found),
        versions=found.versions(kind, day),
        is_byline_whole=False,
        is_asserted=any(_is_asserted(summary, owner) for summary in summaries),
        links=_links(summaries),
        warnings=tuple(notes.said),
    )


def _preference(summary: Tree) -> int:
    """The summary that the person prefers has the highest index; ORCID lists it first."""
    return int(_number(summary, "display-index") or 0)


def _number(summary: Tree, name: str) -> str:
    told = text(summary, name)
    return told if told.isascii() and told.isdigit() and len(told) <= 18 else ""


def _identified(summaries: Sequence[Tree], keys: list[str], kind: str, notes: Notes) -> Identified:
    found = Identified(notes, *(("orcid-work", key) for key in dict.fromkeys(keys)))
    for summary in summaries:
        for one in trees(summary, "external-ids", "external-id"):
            scheme = SCHEMES.get(text(one, "external-id-type").lower())
            is_own = text(one, "external-id-relationship").lower() in ("self", "")
            if scheme and is_own and (scheme != "isbn" or kind == "book"):
                found.add(scheme, text(one, "external-id-value"))
    return found


def _byline(summaries: Sequence[Tree], preferred: Tree, owner: Owner, notes: Notes) -> list[PrintedAuthor]:
    """The contributors where the person is one of them, else the person alone."""
    printed = [
        author for one in trees(preferred, "contributors", "contributor") if (author := _contributor(one, notes))
    ]
    place = _own_place(printed, owner)
    if place is None:
        name = owner.names[0] if owner.names else _said_name(summaries, owner)
        return [PrintedAuthor(name, (), (f"orcid:{owner.orcid}",))]
    printed[place] = PrintedAuthor(printed[place].name, (), (f"orcid:{owner.orcid}",))
    return printed


def _contributor(one: Tree, notes: Notes) -> PrintedAuthor | None:
    name = plain_name(text(one, "credit-name")[: 4 * fields.NAME_LENGTH])
    role = text(one, "contributor-attributes", "contributor-role").lower().replace("_", "-")
    if not name or role in NO_AUTHORS:
        return None
    told = text(one, "contributor-orcid", "path") or text(one, "contributor-orcid", "uri")
    orcid = fields.normal_of(normal_orcid, told, "contributor-orcid", notes)
    return PrintedAuthor(name, (), (f"orcid:{orcid}",) if orcid else ())


def _own_place(printed: Sequence[PrintedAuthor], owner: Owner) -> int | None:
    """By the iD, else by the one name that could be the person's."""
    own = [at for at, author in enumerate(printed) if f"orcid:{owner.orcid}" in author.identifiers]
    own = own or [
        at
        for at, author in enumerate(printed)
        if not author.identifiers and any(are_compatible(author.name, name) for name in owner.names)
    ]
    return own[0] if len(own) == 1 else None


def _said_name(summaries: Sequence[Tree], owner: Owner) -> str:
    """The name under which the person entered the work."""
    own = (s for s in summaries if text(s, "source", "source-orcid", "path") == owner.orcid)
    return next((name for s in own if (name := plain_name(text(s, "source", "source-name")))), "")[: fields.NAME_LENGTH]


def _is_asserted(summary: Tree, owner: Owner) -> bool:
    """Whether an organisation says so: its client wrote the work, and not on behalf of the person."""
    client = text(summary, "source", "source-client-id", "path")
    origin = text(summary, "source", "assertion-origin-client-id", "path")
    person = text(summary, "source", "assertion-origin-orcid", "path")
    return bool(origin) or (bool(client) and person != owner.orcid)


def _day(summary: Tree, notes: Notes) -> date | None:
    """The day of publication, where it is given whole."""
    year, month, day = (text(summary, "publication-date", part) for part in ("year", "month", "day"))
    return fields.date_of((year, month, day), "publication-date", notes) if year and month and day else None


def _links(summaries: Sequence[Tree]) -> tuple[tuple[str, str], ...]:
    addresses = (fields.link_of(text(summary, "url")) for summary in summaries)
    return tuple(("pdf", url) for url in dict.fromkeys(addresses) if url.lower().endswith(".pdf"))
