"""Where a work can be found: its identifiers, versions, journal, and whether it is free to read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from works.importers.fields import Notes, doi_or_arxiv, link_of, normal_of, text_field
from works.importers.json_fields import flag_in, object_in, objects_in
from works.importers.records import Identifier, VersionRecord
from works.record.identifiers import normal_arxiv, normal_pmcid, normal_pmid
from works.record.links import identifier_link
from works.record.text import plain_title

LABELS = {"publishedVersion": "published", "acceptedVersion": "accepted", "submittedVersion": "preprint"}
REPOSITORIES = frozenset({"repository", "metadata"})
CONTAINER_LENGTH = 500


@dataclass(slots=True)
class Places:
    """What OpenAlex says of all places of a work."""

    identifiers: tuple[Identifier, ...] = ()
    container: str = ""
    pdf: str = ""
    is_open: bool = False
    is_conference: bool = False
    # How the version at the DOI is called.
    label: str = "published"
    values: dict[str, str] = field(default_factory=dict)

    @property
    def is_only_arxiv(self) -> bool:
        """Whether arXiv is the one place that the work has an identifier of."""
        return "arxiv" in self.values and "doi" not in self.values and not self.container

    def versions(self, kind: str, first_on: date | None) -> tuple[VersionRecord, ...]:
        """The version at the DOI and that on arXiv, as far as there are both."""
        found: list[tuple[str, date | None, str]] = []
        if doi := self.values.get("doi"):
            label = "preprint" if kind == "preprint" else self.label
            found.append((label, first_on, identifier_link("doi", doi)))
        if arxiv := self.values.get("arxiv"):
            # The date is that of the first place, which is arXiv only where there is no other.
            found.append(("preprint", None if found else first_on, identifier_link("arxiv", arxiv)))
        return tuple(VersionRecord(number, *version) for number, version in enumerate(found, start=1))


def places_of(record: Mapping[str, Any], key: str, notes: Notes) -> Places:
    """Read off the locations, or the venues of files before 2023."""
    primary = object_in(record, "primary_location", notes)
    best = object_in(record, "best_oa_location", notes)
    venue = object_in(record, "host_venue", notes)
    others = objects_in(record, "alternate_host_venues", notes)
    locations = [primary, best, *objects_in(record, "locations", notes), venue, *others]
    identifiers = _identifiers(record, key, [location for location in locations if location], notes)
    return Places(
        identifiers=tuple(dict.fromkeys(identifiers)),
        container=_container([primary, venue, *locations], notes),
        pdf=next(filter(None, (link_of(place.get("pdf_url")) for place in (best, primary))), ""),
        is_open=any(flag_in(place, "is_oa", notes) for place in (primary, best, venue)),
        is_conference=object_in(primary, "source", notes).get("type") == "conference",
        label=LABELS.get(text_field(primary.get("version"), "version", notes), "published"),
        values=dict(reversed(identifiers)),
    )


def _identifiers(
    record: Mapping[str, Any], key: str, locations: list[dict[str, Any]], notes: Notes
) -> list[Identifier]:
    ids = object_in(record, "ids", notes)
    found: list[Identifier] = [("openalex", key)]
    if doi := doi_or_arxiv(record.get("doi") or ids.get("doi"), "doi", notes):
        found.append(doi)
    found.extend(("arxiv", arxiv) for location in locations if (arxiv := _arxiv_at(location)))
    if pmid := normal_of(normal_pmid, ids.get("pmid"), "pmid", notes):
        found.append(("pmid", pmid))
    if pmcid := normal_of(normal_pmcid, ids.get("pmcid"), "pmcid", notes):
        found.append(("pmcid", pmcid))
    mag = str(ids.get("mag") or "")
    if mag.isdecimal() and mag.isascii() and len(mag) <= 12:
        found.append(("mag", mag))
    return found


def _arxiv_at(location: Mapping[str, Any]) -> str:
    """The arXiv id in the address of a place, empty for any other place."""
    address = location.get("landing_page_url") or location.get("url")
    if not isinstance(address, str) or "arxiv" not in address.lower():
        return ""
    address = address.lower().replace("https://doi.org/10.48550/arxiv.", "arxiv:")
    try:
        return normal_arxiv(address)[0]
    except ValueError:
        return ""


def _container(locations: list[dict[str, Any]], notes: Notes) -> str:
    """The first journal, conference or book series among the places."""
    for location in locations:
        source = object_in(location, "source", notes) or (location if "publisher" in location else {})
        kind, name = str(source.get("type")), source.get("display_name")
        if not source and location.get("version") == "publishedVersion":
            name = location.get("raw_source_name")
        if isinstance(name, str) and kind not in REPOSITORIES and (plain := plain_title(name[:CONTAINER_LENGTH])):
            return plain
    return ""
