"""The directory: everybody, by family name."""

from collections.abc import Sequence
from dataclasses import dataclass

from bzpeer.web.pagination import Page
from works.models import Author, SiteFigure

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the directory."""

    path: str
    name: str
    works: int
    topics: int
    institution: str


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """One page of the directory; `version` names everything it shows."""

    entries: Sequence[Entry]
    place: Page
    version: str


def directory_total() -> int:
    """How many researchers there are, as stored; 0 before the first import. One query."""
    return SiteFigure.objects.filter(pk="researchers").values_list("value", flat=True).first() or 0


def directory_page(place: Page) -> DirectoryPage:
    """One query, whatever the page."""
    authors = Author.objects.public().filter(works_count__gt=0).select_related("institution")
    shown = authors.order_by("sort_key", "id")[place.offset : place.offset + place.per_page]
    versions: list[tuple[int, int, int]] = []
    entries: list[Entry] = []
    for author in shown:
        institution = author.institution
        versions.append((author.pk, author.version, institution.version if institution else 0))
        entries.append(
            Entry(
                path=author.get_absolute_url(),
                name=author.name,
                works=author.works_count,
                topics=author.topics_count,
                institution=institution.name if institution else "",
            )
        )
    return DirectoryPage(entries, place, version=f"{place.total} {versions}")
