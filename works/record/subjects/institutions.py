"""Figures of the institutions that changed, by sets."""

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper

# As many as a page shows.
PEOPLE, TOPICS, INSTITUTIONS = 24, 12, 12
# A work of more institutions says little about any two of them, and would add thousands of pairs.
MOST_ON_A_WORK = 50

STALE = """
    CREATE TEMPORARY TABLE stale_institutions ON COMMIT DROP AS
    SELECT id FROM works_institution WHERE %(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s)
"""
PEOPLE_THERE = """
    CREATE TEMPORARY TABLE institution_people ON COMMIT DROP AS
    SELECT i.institution_id, a.author_id, count(*) AS works,
        min(nullif(i.year, 0)) AS first_year, max(nullif(i.year, 0)) AS last_year
    FROM works_authorshipinstitution i JOIN stale_institutions s ON s.id = i.institution_id
    JOIN works_authorship a ON a.id = i.authorship_id
    WHERE a.author_id IS NOT NULL GROUP BY i.institution_id, a.author_id
"""
WORKS_THERE = """
    CREATE TEMPORARY TABLE institution_works ON COMMIT DROP AS
    SELECT DISTINCT i.institution_id, i.work_id, i.year
    FROM works_authorshipinstitution i JOIN stale_institutions s ON s.id = i.institution_id
"""
COUNTS = """
    UPDATE works_institution u SET works_count = coalesce(w.works, 0), people_count = coalesce(p.people, 0),
        version = u.version + 1
    FROM stale_institutions s
    LEFT JOIN (SELECT institution_id AS id, count(*) AS works FROM institution_works GROUP BY 1) w ON w.id = s.id
    LEFT JOIN (SELECT institution_id AS id, count(*) AS people FROM institution_people GROUP BY 1) p ON p.id = s.id
    WHERE s.id = u.id
"""

# Whose newest affiliation it is is there now; the others were.
PAGES = """
    WITH years AS (
        SELECT institution_id, jsonb_agg(jsonb_build_array(year, works) ORDER BY year) AS years FROM (
            SELECT institution_id, year, count(*) AS works FROM institution_works WHERE year > 0 GROUP BY 1, 2
        ) counted GROUP BY 1
    ), ranked_people AS (
        SELECT p.*, a.institution_id IS NOT DISTINCT FROM p.institution_id AS is_now, row_number() OVER (
            PARTITION BY p.institution_id, a.institution_id IS NOT DISTINCT FROM p.institution_id
            ORDER BY p.works DESC, p.last_year DESC NULLS LAST, p.author_id
        ) AS place
        FROM institution_people p JOIN works_author a ON a.id = p.author_id AND a.removed_at IS NULL
    ), people AS (
        SELECT institution_id,
            jsonb_agg(jsonb_build_array(author_id, works, first_year, last_year) ORDER BY place)
                FILTER (WHERE is_now) AS people,
            jsonb_agg(jsonb_build_array(author_id, works, first_year, last_year) ORDER BY place)
                FILTER (WHERE NOT is_now) AS earlier
        FROM ranked_people WHERE place <= %(people)s GROUP BY 1
    ), topics AS (
        SELECT institution_id, jsonb_agg(jsonb_build_array(topic_id, works) ORDER BY place) AS topics FROM (
            SELECT institution_id, topic_id, works, row_number() OVER (
                PARTITION BY institution_id ORDER BY works DESC, topic_id
            ) AS place
            FROM (
                SELECT i.institution_id, wt.topic_id, count(*) AS works
                FROM institution_works i JOIN works_worktopic wt ON wt.work_id = i.work_id GROUP BY 1, 2
            ) counted
        ) ranked WHERE place <= %(topics)s GROUP BY 1
    ), few AS (
        SELECT work_id FROM (SELECT DISTINCT work_id, institution_id FROM works_authorshipinstitution
            WHERE work_id IN (SELECT work_id FROM institution_works)) there
        GROUP BY work_id HAVING count(*) BETWEEN 2 AND %(most)s
    ), together AS (
        SELECT institution_id, jsonb_agg(jsonb_build_array(other_id, works) ORDER BY place) AS institutions FROM (
            SELECT institution_id, other_id, works, row_number() OVER (
                PARTITION BY institution_id ORDER BY works DESC, other_id
            ) AS place
            FROM (
                SELECT i.institution_id, o.institution_id AS other_id, count(DISTINCT i.work_id) AS works
                FROM institution_works i JOIN few ON few.work_id = i.work_id
                JOIN works_authorship a ON a.work_id = i.work_id
                JOIN works_authorshipinstitution o ON o.authorship_id = a.id AND o.institution_id <> i.institution_id
                GROUP BY 1, 2
            ) shared
        ) ranked WHERE place <= %(institutions)s GROUP BY 1
    )
    INSERT INTO works_institutionfigures AS f (institution_id, years, people, earlier, topics, institutions)
    SELECT s.id, coalesce(years, '[]'), coalesce(people, '[]'), coalesce(earlier, '[]'), coalesce(topics, '[]'),
        coalesce(institutions, '[]')
    FROM stale_institutions s LEFT JOIN years ON years.institution_id = s.id
    LEFT JOIN people ON people.institution_id = s.id LEFT JOIN topics ON topics.institution_id = s.id
    LEFT JOIN together ON together.institution_id = s.id
    ON CONFLICT (institution_id) DO UPDATE SET years = excluded.years, people = excluded.people,
        earlier = excluded.earlier, topics = excluded.topics, institutions = excluded.institutions, changed_at = now()
    WHERE (f.years, f.people, f.earlier, f.topics, f.institutions) IS DISTINCT FROM
        (excluded.years, excluded.people, excluded.earlier, excluded.topics, excluded.institutions)
"""


def refresh(cursor: CursorWrapper, ids: Sequence[int] | None) -> None:
    """Counts and pages of these institutions; None stands for all."""
    cursor.execute("DROP TABLE IF EXISTS stale_institutions, institution_people, institution_works")
    cursor.execute(STALE, {"ids": None if ids is None else list(ids)})
    cursor.execute(PEOPLE_THERE)
    cursor.execute(WORKS_THERE)
    cursor.execute("ANALYZE stale_institutions, institution_people, institution_works")
    cursor.execute(COUNTS)
    cursor.execute(PAGES, {"people": PEOPLE, "topics": TOPICS, "institutions": INSTITUTIONS, "most": MOST_ON_A_WORK})
