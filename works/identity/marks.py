"""Marks for what hangs on a work whose byline changed."""

from collections.abc import Sequence

from django.db import connection

from works.identity.weighing.links import weigh_later
from works.record.models import Author, Authorship
from works.record.signals import works_recorded

# Everybody on the bylines, and the works themselves: edges, figures, slices and bylines follow from these.
MARKS = """
    INSERT INTO works_stalemark (kind, object_id, reason, made_at)
    SELECT kind, id, %(reason)s, now() FROM (
        SELECT DISTINCT 'author' AS kind, author_id AS id FROM works_authorship
        WHERE work_id = ANY(%(works)s) AND author_id IS NOT NULL
        UNION SELECT 'author', id FROM unnest(%(authors)s::bigint[]) AS a(id)
        UNION SELECT 'work', id FROM unnest(%(works)s::bigint[]) AS w(id)
    ) marks ORDER BY kind, id
"""


def mark(works: Sequence[int], authors: Sequence[int], *, reason: str) -> None:
    """Marks for the works, everybody on them, and these authors besides, whose reasons are told anew."""
    if not works and not authors:
        return
    with connection.cursor() as cursor:
        cursor.execute(MARKS, {"works": list(works), "authors": list(authors), "reason": reason})
    blocks = Authorship.objects.filter(author__in=authors).exclude(block="").values_list("block", flat=True)
    weigh_later(set(blocks))
    works_recorded.send(sender=Author)
