"""The directory: everybody, by family name."""

from collections.abc import Sequence
from dataclasses import dataclass

from bzpeer.web.pagination import Page
from profiles.researchers.models import Researcher
from works.models import Author, Institution, SiteFigure

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
    authors = Author.objects.public().filter(works_count__gt=0)
    authors = authors.select_related("institution", "researcher__institution")
    shown = authors.order_by("sort_key", "id")[place.offset : place.offset + place.per_page]
    versions: list[tuple[int, ...]] = []
    entries: list[Entry] = []
    for author in shown:
        institution = _current_institution(author)
        place_version = (institution.pk, institution.version) if institution else ()
        versions.append((author.pk, author.version, *place_version))
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


def _current_institution(author: Author) -> Institution | None:
    # What the holder chose comes first, as on the profile.
    researcher: Researcher | None = getattr(author, "researcher", None)
    return (researcher and researcher.institution) or author.institution
