"""Everything the page of an institution shows of the record."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from works.record.links import identifier_link
from works.record.models import Author, AuthorshipInstitution, Institution, Work
from works.record.pages.people import PEOPLE_SHOWN, Person
from works.record.queries import LINE_FIELDS, WorkLine, work_lines

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class InstitutionPage:
    """An institution with one page of its works, newest first, and the people who are there now.

    `place` is city and country as far as they are known; `ror` the address of its ROR record or empty.
    """

    institution: Institution
    place: str
    ror: str
    works: Sequence[WorkLine]
    people: Sequence[Person]


def institution_page(institution: Institution, *, offset: int) -> InstitutionPage:
    """The page of an institution. Three queries: works, people, identifier."""
    here = AuthorshipInstitution.objects.filter(institution_id=institution.pk)
    works = Work.objects.filter(pk__in=here.values("authorship__work_id")).order_by(
        F("year").desc(nulls_last=True), "title_key", "pk"
    )
    return InstitutionPage(
        institution=institution,
        place=", ".join(part for part in (institution.city, institution.country) if part),
        ror=_ror(institution),
        works=work_lines(works.only(*LINE_FIELDS)[offset : offset + PER_PAGE]),
        people=_people(institution.pk),
    )


def _people(institution_id: int) -> list[Person]:
    there = (
        Author.objects.public()
        .filter(institution_id=institution_id)
        .only("name", "slug", "works_count")
        .order_by("-works_count", "sort_key", "pk")
    )
    return [Person(a.name, a.get_absolute_url(), a.works_count) for a in there[:PEOPLE_SHOWN]]


def _ror(institution: Institution) -> str:
    value = institution.identifiers.filter(scheme="ror").values_list("value", flat=True).first()
    return identifier_link("ror", value) if value else ""
