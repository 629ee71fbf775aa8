"""Places on bylines as the model compares them: with titles, co-authors, affiliations and venues. Reads only."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection

from works.identity import clusters
from works.identity.model.signatures import Signature
from works.identity.model.sketches import COLLABORATION

# Of larger bylines the model reads no co-authors.
TEXTS = """
    SELECT a.id, a.affiliations, w.title, w.abstract, w.published_in, w.year,
        CASE WHEN w.authors_count <= %s THEN array(
            SELECT b.name FROM works_authorship b
            WHERE b.work_id = w.id AND b.id <> a.id AND b.name <> '' ORDER BY b.position
        ) ELSE '{}' END
    FROM works_authorship a JOIN works_work w ON w.id = a.work_id WHERE a.block = ANY(%s)
"""

Texts = Mapping[int, tuple[Any, ...]]


def of_blocks(blocks: Collection[str]) -> Texts:
    """What the works of these blocks say, by authorship. One query."""
    with connection.cursor() as cursor:
        cursor.execute(TEXTS, [COLLABORATION + 1, list(blocks)])
        return {row[0]: row[1:] for row in cursor.fetchall()}


def told(seen: Iterable[clusters.Signature], texts: Texts) -> list[Signature]:
    """Signatures with their texts."""
    return [_told(one, texts[one.id]) for one in seen if one.id in texts]


def _told(one: clusters.Signature, texts: tuple[Any, ...]) -> Signature:
    affiliations, title, abstract, venue, year, coauthors = texts
    return Signature(
        id=one.id,
        work=one.work,
        name=one.name,
        coauthors=tuple(coauthors),
        affiliations=tuple(affiliations),
        title=title,
        abstract=abstract,
        venue=venue,
        year=year,
        identifiers=frozenset(one.identifiers),
        holder=one.holder if one.pinned is None else one.pinned,
        barred=one.barred,
    )
