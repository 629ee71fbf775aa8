"""The works of a topic or an institution, newest first, a page at a time from any place on."""

from collections.abc import Sequence
from typing import Literal

from django.db import connection

from bzpeer.web.keyset import Place, Window, window
from works.record.models import Work
from works.record.queries import LINE_FIELDS, WorkLine, work_lines

PER_PAGE = 50
Subject = Literal["topic", "institution"]
TABLES: dict[Subject, str] = {"topic": "works_worktopic", "institution": "works_authorshipinstitution"}
# Several of a work's authors may be at one institution. The index gives the order, so this stops after a page.
ROWS = """
    SELECT DISTINCT year, work_id FROM {table}
    WHERE {subject}_id = %(pk)s AND {place} ORDER BY year {way}, work_id {way} LIMIT %(most)s
"""
SIDES = {
    "start": ("true", "DESC"),
    "after": ("(year, work_id) < (%(year)s, %(work)s)", "DESC"),
    "before": ("(year, work_id) > (%(year)s, %(work)s)", "ASC"),
}


def newest_works(subject: Subject, pk: int, place: Place) -> tuple[Window[tuple[int, int]], Sequence[WorkLine]]:
    """A page of works by year, then by the latest recorded; those without a year are last. Two queries."""
    beside, way = SIDES[place.side]
    year, work = place.keys or (0, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            ROWS.format(table=TABLES[subject], subject=subject, place=beside, way=way),
            {"pk": pk, "year": year, "work": work, "most": PER_PAGE + 1},
        )
        page = window(place, cursor.fetchall(), per_page=PER_PAGE, keys=lambda row: row)
    works = Work.objects.only(*LINE_FIELDS).in_bulk([work_id for _, work_id in page.rows])
    return page, work_lines(works[work_id] for _, work_id in page.rows if work_id in works)
