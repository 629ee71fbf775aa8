"""What a record names that somebody could show control of: iDs, institutions and their domains, pages. Queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from profiles.claims.evidence.orcid_record import ListedWork
from works.models import Author, AuthorIdentifier, AuthorshipInstitution, Institution

# A byline that carries an iD, with the work's first date.
IDS = """
SELECT substr(i, 7), count(DISTINCT a.work_id), min(coalesce(w.first_on, w.updated_on)), array_agg(a.id ORDER BY a.id)
FROM works_authorship a JOIN works_work w ON w.id = a.work_id, unnest(a.identifiers) AS i
WHERE a.author_id = %(author)s AND i LIKE 'orcid:%%'
GROUP BY 1 ORDER BY 2 DESC, 1
"""
NAMES_ORCID = """
SELECT EXISTS (SELECT FROM works_authoridentifier WHERE author_id = %(author)s AND scheme = 'orcid') OR EXISTS (
    SELECT FROM works_authorship a, unnest(a.identifiers) AS i WHERE a.author_id = %(author)s AND i LIKE 'orcid:%%'
)
"""
PLACES = """
    SELECT x.institution_id FROM works_authorshipinstitution x JOIN works_authorship a ON a.id = x.authorship_id
    WHERE a.author_id = %(author)s
    UNION SELECT institution_id FROM works_author WHERE id = %(author)s AND institution_id IS NOT NULL
"""
# What ROR knows, and what moderators here accepted (`own_domains.py`); of one name the one that ROR gives.
DOMAINS = f"""
SELECT DISTINCT ON (d.value) d.value, n.id, n.name
FROM (
    SELECT value, institution_id, 1 AS place FROM works_institutionidentifier WHERE scheme = 'domain'
    UNION ALL SELECT name, institution_id, 2 FROM profiles_institutiondomain WHERE state = 'accepted'
) d JOIN works_institution n ON n.id = d.institution_id
WHERE d.institution_id IN ({PLACES})
ORDER BY d.value, d.place, n.id
"""  # noqa: S608 - the part put in is ours
# Of these identifiers and these titles of a year, the works that stand on the record.
AMONG = """
SELECT count(*) FROM works_authorship a JOIN works_work w ON w.id = a.work_id
WHERE a.author_id = %(author)s AND (
    EXISTS (
        SELECT FROM works_workidentifier i
        WHERE i.work_id = w.id AND i.scheme || ':' || i.value = ANY(%(identifiers)s::text[])
    ) OR (w.title_key, w.year) IN (SELECT * FROM unnest(%(titles)s::text[], %(years)s::int[]))
)
"""
# Another author of the same family name and initial at the institution.
NAMESAKE = """
SELECT EXISTS (
    SELECT FROM works_authorship a JOIN works_authorshipinstitution x ON x.authorship_id = a.id
    WHERE x.institution_id = %(institution)s AND a.block = ANY(%(blocks)s) AND a.author_id <> %(author)s
) OR EXISTS (
    SELECT FROM works_author o JOIN works_authorship a ON a.author_id = o.id
    WHERE o.institution_id = %(institution)s AND a.block = ANY(%(blocks)s) AND o.id <> %(author)s
)
"""


@dataclass(frozen=True, slots=True)
class PrintedId:
    """An ORCID iD on bylines of a record: on how many works, since when, and on which authorships."""

    orcid: str
    works: int
    since: date | None
    authorships: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain that ROR, or a moderator here, gives for an institution on the record."""

    name: str
    institution_id: int
    institution: str


def printed_ids(author: Author) -> tuple[PrintedId, ...]:
    """The iDs on the record's bylines, the one on most works first, and those the record itself has. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(IDS, {"author": author.pk})
        printed = tuple(PrintedId(orcid, works, since, tuple(ids)) for orcid, works, since, ids in cursor)
    known = {one.orcid for one in printed}
    own = AuthorIdentifier.objects.filter(author=author, scheme="orcid").order_by("value")
    others = (value for value in own.values_list("value", flat=True) if value not in known)
    return printed + tuple(PrintedId(orcid, 0, None, ()) for orcid in others)


def names_orcid(author: Author) -> bool:
    """Whether the record, or a byline on it, carries an ORCID iD. One query."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES_ORCID, {"author": author.pk})
        return bool(cursor.fetchone()[0])


def domains(author: Author) -> Mapping[str, Domain]:
    """The domains of the institutions on the record, by name. One query."""
    with connection.cursor() as cursor:
        cursor.execute(DOMAINS, {"author": author.pk})
        return {name: Domain(name, pk, institution) for name, pk, institution in cursor}


def institutions(author: Author) -> QuerySet[Institution]:
    """The institutions on the record, by name."""
    printed = AuthorshipInstitution.objects.filter(authorship__author=author).values("institution")
    return Institution.objects.filter(Q(pk__in=printed) | Q(pk=author.institution_id)).order_by("name", "pk")


def has_namesake(author: Author, institution_id: int, blocks: list[str]) -> bool:
    """Whether another author with that family name and initial was at the institution. One query."""
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"author": author.pk, "institution": institution_id, "blocks": blocks}
        cursor.execute(NAMESAKE, given)
        return bool(cursor.fetchone()[0])


def homepages(author: Author) -> tuple[str, ...]:
    """Pages that sources link from the record. One query."""
    found = AuthorIdentifier.objects.filter(author=author, scheme="homepage").order_by("value")
    return tuple(found.values_list("value", flat=True))


def works_among(author: Author, listed: Sequence[ListedWork]) -> int:
    """How many works of the record are among these: by an identifier, else by folded title and year. One query."""
    named = [work for work in listed if work.title_key and work.year]
    given: dict[str, Any] = {
        "author": author.pk,
        "identifiers": sorted({one for work in listed for one in work.identifiers}),
        "titles": [work.title_key for work in named],
        "years": [work.year for work in named],
    }
    with connection.cursor() as cursor:
        cursor.execute(AMONG, given)
        return int(cursor.fetchone()[0])
