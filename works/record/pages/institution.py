"""Everything the page of an institution shows of the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext, gettext_noop

from bzpeer.web.keyset import Place, Window
from works.record.links import identifier_link, web_link
from works.record.models import Institution, InstitutionFigures, InstitutionName, InstitutionRelation
from works.record.newest import newest_works
from works.record.pages import beside
from works.record.pages.beside import Beside
from works.record.queries import WorkLine

NAMES = 40
EARLIER = 12
# Some have hundreds of children.
RELATED = 60
# Named here so that translators find them; the values are ROR's.
KINDS = {
    "archive": gettext_noop("Archive"),
    "company": gettext_noop("Company"),
    "education": gettext_noop("Education"),
    "facility": gettext_noop("Research facility"),
    "funder": gettext_noop("Funder"),
    "government": gettext_noop("Government"),
    "healthcare": gettext_noop("Healthcare"),
    "nonprofit": gettext_noop("Not for profit"),
    "other": gettext_noop("Other"),
}
# In the order of the page: `institution` has the other as its parent, child …
RELATIONS = {
    "parent": gettext_noop("Part of"),
    "child": gettext_noop("Its parts"),
    "related": gettext_noop("Related"),
    "predecessor": gettext_noop("Came after"),
    "successor": gettext_noop("Continued by"),
}


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another name, with the code of its language and the language's name, both empty where none is known."""

    printed: str
    language: str
    language_name: str


@dataclass(frozen=True, slots=True)
class Relation:
    """How it stands to some others, as a heading, and who they are."""

    heading: str
    others: Sequence[Institution]


@dataclass(frozen=True, slots=True)
class InstitutionPage:
    """An institution with one page of its works, newest first, the people there now and those who were there before.

    `place` is city and country as far as they are known; `ror` and `website` are addresses, or empty. `partners`
    stand on the same works.
    """

    institution: Institution
    place: str
    ror: str
    website: str
    kinds: Sequence[str]
    names: Sequence[OtherName]
    relations: Sequence[Relation]
    window: Window[tuple[int, int]]
    works: Sequence[WorkLine]
    years: Mapping[int, int]
    people: Sequence[Beside]
    earlier: Sequence[Beside]
    topics: Sequence[Beside]
    partners: Sequence[Beside]


def institution_page(institution: Institution, *, place: Place) -> InstitutionPage:
    """The page of an institution.

    Nine queries: figures, two of works, people, topics, institutions, names, relations, identifier.
    """
    figures = InstitutionFigures.objects.filter(pk=institution.pk).first() or InstitutionFigures()
    window, works = newest_works("institution", institution.pk, place)
    people, earlier = beside.people(figures.people, figures.earlier[:EARLIER])
    return InstitutionPage(
        institution=institution,
        place=", ".join(part for part in (institution.city, institution.country) if part),
        ror=_ror(institution),
        website=web_link(institution.website),
        kinds=[gettext(KINDS.get(kind, kind)) for kind in institution.kinds],
        names=_names(institution),
        relations=_relations(institution.pk),
        window=window,
        works=works,
        years=dict(figures.years),
        people=people,
        earlier=earlier,
        topics=beside.topics(figures.topics),
        partners=beside.institutions(figures.institutions),
    )


def _names(institution: Institution) -> list[OtherName]:
    """Each once: names in a language before short forms and those it had."""
    order = {InstitutionName.Kind.LABEL: 0, InstitutionName.Kind.ALIAS: 1, InstitutionName.Kind.ACRONYM: 2}
    rows = sorted(institution.names.all(), key=lambda row: (order[InstitutionName.Kind(row.kind)], row.pk))
    names = {row.printed: OtherName(row.printed, row.language, _language(row.language)) for row in reversed(rows)}
    names.pop(institution.name, None)
    return list(reversed(names.values()))[:NAMES]


def _language(code: str) -> str:
    return gettext(LANG_INFO[code]["name"]) if "name" in LANG_INFO.get(code, {}) else ""


def _relations(institution_id: int) -> list[Relation]:
    rows = InstitutionRelation.objects.filter(institution=institution_id, kind__in=RELATIONS).select_related("other")
    by_kind: dict[str, list[Institution]] = {kind: [] for kind in RELATIONS}
    for row in rows.only("kind", "other__name", "other__slug").order_by("other__name", "other_id"):
        by_kind[row.kind].append(row.other)
    return [Relation(gettext(RELATIONS[kind]), others[:RELATED]) for kind, others in by_kind.items() if others]


def _ror(institution: Institution) -> str:
    value = institution.identifiers.filter(scheme="ror").values_list("value", flat=True).first()
    return identifier_link("ror", value) if value else ""
