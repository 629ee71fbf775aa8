"""Of which kind, years, topics and institutions the works are that were found, with how many of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import connection

from works.search.language import FilterName

MOST_NAMES = 8
# More years than this are shown in spans of five.
MOST_YEARS = 6
SPAN = 5

COUNTS = """
    WITH found AS (SELECT * FROM works_worktext WHERE work_id = ANY(%(ids)s))
    SELECT 'kind', kind, '', count(*) FROM found GROUP BY kind
    UNION ALL SELECT 'year', year::text, '', count(*) FROM found WHERE year IS NOT NULL GROUP BY year
    UNION ALL SELECT 'open', 'yes', '', count(*) FROM found WHERE is_open
    UNION ALL SELECT 'has', 'code', '', count(*) FROM found WHERE has_code
    UNION ALL SELECT 'has', 'data', '', count(*) FROM found WHERE has_data
    UNION ALL (
        -- Two of arXiv's have one name.
        SELECT 'topic', o.slug || '-' || o.id,
            o.name || CASE o.scheme WHEN 'arxiv' THEN ' (' || o.code || ')' ELSE '' END, count(*)
        FROM found f JOIN works_worktopic x ON x.work_id = f.work_id JOIN works_topic o ON o.id = x.topic_id
        GROUP BY o.id ORDER BY count(*) DESC, o.name, o.id LIMIT %(most)s
    )
    UNION ALL (
        SELECT 'institution', o.slug || '-' || o.id, o.name, count(DISTINCT f.work_id)
        FROM found f JOIN works_authorship a ON a.work_id = f.work_id
        JOIN works_authorshipinstitution i ON i.authorship_id = a.id JOIN works_institution o ON o.id = i.institution_id
        GROUP BY o.id ORDER BY count(DISTINCT f.work_id) DESC, o.name, o.id LIMIT %(most)s
    )
"""


@dataclass(frozen=True, slots=True)
class Count:
    """So many of the works are of this; `value` is that of the filter, `label` its name where it has one."""

    name: FilterName
    value: str
    label: str
    works: int


def counts(work_ids: Sequence[int]) -> list[Count]:
    """The most frequent first; years newest first, in spans where there are many. One query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"ids": list(work_ids), "most": MOST_NAMES})
        rows = [Count(*row) for row in cursor.fetchall() if row[3]]
    years = sorted((int(row.value), row.works) for row in rows if row.name == "year")
    others = [row for row in rows if row.name != "year"]
    others.sort(key=lambda count: -count.works)
    return [*others, *(Count("year", span, "", works) for span, works in spans(years))]


def spans(years: Sequence[tuple[int, int]]) -> list[tuple[str, int]]:
    """`(year, works)` in ascending order as filters of single years, or of five where there are many; newest first."""
    if len(years) <= MOST_YEARS:
        return [(str(year), works) for year, works in reversed(years)]
    grouped = [(first, list(group)) for first, group in groupby(years, lambda pair: pair[0] // SPAN * SPAN)]
    return [(_span(first), sum(works for _, works in group)) for first, group in reversed(grouped)]


def _span(first: int) -> str:
    return f"{first}..{first + SPAN - 1}"
