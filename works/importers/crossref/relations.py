"""Other records that Crossref says are the same work: its preprint, its published form, another version."""

from typing import Any

from works.importers.fields import Notes, doi_or_arxiv, normal_of
from works.importers.json_fields import object_in, objects_in
from works.importers.records import Identifier
from works.record.identifiers import normal_arxiv
from works.record.links import identifier_link

# How the other version is called; `version` says nothing of what it is.
LABELS = {
    "is-preprint-of": "published", "has-preprint": "preprint", "has-manuscript": "accepted",
    "is-manuscript-of": "published", "is-version-of": "version", "has-version": "version",
    "is-identical-to": "version", "is-same-as": "version",
}  # fmt: skip
# Of these the other record is this work. A version may be a translation, an edition, a whole deposit.
SAME = frozenset({"is-preprint-of", "has-preprint", "is-identical-to", "is-same-as"})
# A record with more belongs to something else than a preprint and its article.
MOST = 5


def other_versions(
    record: dict[str, Any], key: str, kind: str, notes: Notes
) -> tuple[list[Identifier], list[tuple[str, str]]]:
    """Identifiers that are this work's too, and `(label, address)` of every other version."""
    same: dict[Identifier, None] = {}
    found: dict[str, str] = {}
    relations = object_in(record, "relation", notes)
    for relation, label in LABELS.items():
        for other in objects_in(relations, relation, notes)[:MOST]:
            identifier = _identifier(other, notes)
            if identifier == ("doi", key):
                notes.add("cycle", "A relation of the work to itself was left out.")
            elif identifier:
                found.setdefault(identifier_link(*identifier), label)
                if relation in SAME and kind in ("article", "preprint", "proceedings paper", "chapter"):
                    same[identifier] = None
    return list(same), [(label, address) for address, label in found.items()]


def _identifier(other: dict[str, Any], notes: Notes) -> Identifier | None:
    scheme = str(other.get("id-type")).lower()
    if scheme == "doi":
        return doi_or_arxiv(other.get("id"), "relation", notes)
    if scheme == "arxiv" and (arxiv := normal_of(_without_version, other.get("id"), "relation", notes)):
        return "arxiv", arxiv
    return None


def _without_version(text: str) -> str:
    return normal_arxiv(text)[0]
