"""Where an author was and when, by what they are known, and who says so."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext

from works.importers.bodies import unpack
from works.importers.records import AuthorRecord
from works.models import Author, AuthorIdentifier, Institution, SourceRecord
from works.record import bylines
from works.record.addresses import path_of
from works.record.links import identifier_link
from works.record.words import source_name

SHOWN = 100
# Affiliations that nobody recognised: the newest so many printings are read, and of those so many forms shown.
PRINTINGS_READ, PRINTED_SHOWN = 500, 30
RECORDS_READ = 5
# A work put together from several sources says from which its byline is.
BYLINE_SOURCE = "coalesce(w.origins ->> 'names', w.source)"
PLACES = f"""
    SELECT i.name, i.slug, i.id, min(w.year), max(w.year), count(*), array_agg(DISTINCT {BYLINE_SOURCE})
    FROM works_authorship a JOIN works_authorshipinstitution ai ON ai.authorship_id = a.id
    JOIN works_work w ON w.id = a.work_id JOIN works_institution i ON i.id = ai.institution_id
    WHERE a.author_id = %s GROUP BY i.id
    ORDER BY max(w.year) DESC NULLS LAST, min(w.year) DESC NULLS LAST, i.name, i.id LIMIT %s
"""  # noqa: S608 - words of ours
PRINTED = f"""
    SELECT a.affiliations, w.year, {BYLINE_SOURCE}
    FROM works_authorship a JOIN works_work w ON w.id = a.work_id
    WHERE a.author_id = %s AND a.affiliations <> '{{}}' AND NOT EXISTS (
        SELECT FROM works_authorshipinstitution ai WHERE ai.authorship_id = a.id
    )
    ORDER BY a.list_rank LIMIT %s
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Place:
    """An affiliation; `path` is empty where no institution was recognised, `works` 0 where none of them says it.

    `sources` are names of sources. Without a `last_year` an ORCID or OpenAlex record says that it lasts.
    """

    name: str
    path: str
    first_year: int | None
    last_year: int | None
    works: int
    sources: Sequence[str]


@dataclass(frozen=True, slots=True)
class Known:
    """An identifier with its page (empty where its scheme has none), and how it is known to be the author's."""

    scheme: str
    value: str
    url: str
    because: str


@dataclass(frozen=True, slots=True)
class Career:
    """Affiliations on bylines (recognised, and as printed only), those that records of the person name, identifiers,
    and names as printed with the number of works under each."""

    places: Sequence[Place]
    printed: Sequence[Place]
    recorded: Sequence[Place]
    identifiers: Sequence[Known]
    names: Sequence[tuple[str, int]]


def career_of(author: Author) -> Career:
    """Everything the page shows. Six queries."""
    with connection.cursor() as cursor:
        cursor.execute(PLACES, [author.pk, SHOWN])
        places = [
            Place(name, path_of("institution", slug, pk), first, last, works, list(map(source_name, sources)))
            for name, slug, pk, first, last, works, sources in cursor.fetchall()
        ]
        cursor.execute(PRINTED, [author.pk, PRINTINGS_READ])
        printed = _by_form(cursor.fetchall())
    return Career(
        places=places,
        printed=printed,
        recorded=_recorded(author.pk),
        identifiers=[_known(row) for row in author.identifiers.order_by("scheme", "value")[:SHOWN]],
        names=list(author.names.order_by("-uses", "printed").values_list("printed", "uses")[:SHOWN]),
    )


def _by_form(rows: Iterable[tuple[Sequence[str], int | None, str]]) -> list[Place]:
    """Each printed form once, the newest first, with the years and sources of all its printings."""
    seen: dict[str, list[tuple[int | None, str]]] = {}
    for affiliations, year, source in rows:
        for text in dict.fromkeys(bylines.shown(affiliations)):
            seen.setdefault(text, []).append((year, source))
    forms = list(seen.items())[:PRINTED_SHOWN]
    return [_form(text, printings) for text, printings in forms]


def _form(text: str, printings: Sequence[tuple[int | None, str]]) -> Place:
    years = [year for year, _ in printings if year]
    sources = sorted({source_name(source) for _, source in printings})
    return Place(text, "", min(years, default=None), max(years, default=None), len(printings), sources)


def _recorded(author_id: int) -> list[Place]:
    """What the person's own record at ORCID, or OpenAlex's of them, says. Two queries."""
    records = SourceRecord.objects.filter(author_id=author_id, is_shown=True).order_by("-source", "key")
    named = list(_named(records.values_list("source", "body")[:RECORDS_READ]))
    rors = {value for place, _ in named for scheme, value in place[0].identifiers if scheme == "ror"}
    here = Institution.objects.filter(identifiers__scheme="ror", identifiers__value__in=rors)
    paths = {
        value: path_of("institution", slug, pk)
        for value, slug, pk in here.values_list("identifiers__value", "slug", "pk")
    }
    return [
        Place(
            institution.name,
            next((paths[value] for _, value in institution.identifiers if value in paths), ""),
            first,
            last,
            0,
            [source_name(source)],
        )
        for (institution, first, last), source in named
    ]


def _named(records: Iterable[tuple[str, bytes | memoryview]]) -> Iterator[tuple[tuple, str]]:
    for source, body in records:
        yield from ((place, source) for place in unpack(bytes(body), AuthorRecord).institutions[:SHOWN])


def _known(row: AuthorIdentifier) -> Known:
    url = identifier_link(row.scheme, row.value)
    return Known(source_name(row.scheme), row.value, url, _because(row))


def _because(row: AuthorIdentifier) -> str:
    if row.is_decided:
        return gettext("a person decided whose it is")
    if row.source == "byline":
        return gettext("printed beside the name on works")
    return gettext("from %(source)s") % {"source": source_name(row.source)} if row.source else ""
