"""Figures of the topics that changed, by sets."""

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper

# As many as a page shows.
PEOPLE, TOPICS, INSTITUTIONS = 24, 12, 12

STALE = """
    CREATE TEMPORARY TABLE stale_topics ON COMMIT DROP AS
    SELECT id FROM works_topic WHERE %(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s)
"""

# Who wrote about a topic, and how much.
TOGETHER = """
    CREATE TEMPORARY TABLE topic_people ON COMMIT DROP AS
    SELECT wt.topic_id, a.author_id, count(*) AS works
    FROM works_worktopic wt JOIN stale_topics s ON s.id = wt.topic_id JOIN works_authorship a ON a.work_id = wt.work_id
    WHERE a.author_id IS NOT NULL GROUP BY wt.topic_id, a.author_id
"""

# The version goes up even where no count changed: their pages list works, and a title may have.
COUNTS = """
    UPDATE works_topic u SET works_count = coalesce(w.works, 0), people_count = coalesce(p.people, 0),
        version = u.version + 1
    FROM stale_topics s
    LEFT JOIN (
        SELECT topic_id, count(*) AS works FROM works_worktopic JOIN stale_topics t ON t.id = topic_id GROUP BY topic_id
    ) w ON w.topic_id = s.id
    LEFT JOIN (SELECT topic_id, count(*) AS people FROM topic_people GROUP BY topic_id) p ON p.topic_id = s.id
    WHERE s.id = u.id
"""

# Where enough people have several works on a topic, those with one, who are most of all, need no rank.
PAGES = """
    WITH years AS (
        SELECT topic_id, jsonb_agg(jsonb_build_array(year, works) ORDER BY year) AS years FROM (
            SELECT wt.topic_id, wt.year, count(*) AS works FROM works_worktopic wt
            JOIN stale_topics s ON s.id = wt.topic_id WHERE wt.year > 0 GROUP BY wt.topic_id, wt.year
        ) counted GROUP BY topic_id
    ), busy AS (
        SELECT topic_id FROM topic_people WHERE works > 1 GROUP BY topic_id HAVING count(*) >= 2 * %(people)s
    ), people AS (
        SELECT topic_id, jsonb_agg(jsonb_build_array(author_id, works) ORDER BY place) AS people FROM (
            SELECT p.topic_id, p.author_id, p.works, row_number() OVER (
                PARTITION BY p.topic_id ORDER BY p.works DESC, p.author_id
            ) AS place
            FROM topic_people p JOIN works_author a ON a.id = p.author_id AND a.removed_at IS NULL
            WHERE p.works > 1 OR p.topic_id NOT IN (SELECT topic_id FROM busy)
        ) ranked WHERE place <= %(people)s GROUP BY topic_id
    ), topics AS (
        SELECT topic_id, jsonb_agg(jsonb_build_array(other_id, works) ORDER BY place) AS topics FROM (
            SELECT topic_id, other_id, works, row_number() OVER (
                PARTITION BY topic_id ORDER BY works DESC, other_id
            ) AS place
            FROM (
                SELECT wt.topic_id, o.topic_id AS other_id, count(*) AS works FROM works_worktopic wt
                JOIN stale_topics s ON s.id = wt.topic_id
                JOIN works_worktopic o ON o.work_id = wt.work_id AND o.topic_id <> wt.topic_id
                GROUP BY wt.topic_id, o.topic_id
            ) shared
        ) ranked WHERE place <= %(topics)s GROUP BY topic_id
    ), institutions AS (
        SELECT topic_id, jsonb_agg(jsonb_build_array(institution_id, works) ORDER BY place) AS institutions FROM (
            SELECT topic_id, institution_id, works, row_number() OVER (
                PARTITION BY topic_id ORDER BY works DESC, institution_id
            ) AS place
            FROM (
                SELECT wt.topic_id, i.institution_id, count(*) AS works FROM works_worktopic wt
                JOIN stale_topics s ON s.id = wt.topic_id
                JOIN (
                    SELECT DISTINCT work_id, institution_id FROM works_authorshipinstitution WHERE work_id IN (
                        SELECT x.work_id FROM works_worktopic x JOIN stale_topics t ON t.id = x.topic_id
                    )
                ) i ON i.work_id = wt.work_id
                GROUP BY wt.topic_id, i.institution_id
            ) shared
        ) ranked WHERE place <= %(institutions)s GROUP BY topic_id
    )
    INSERT INTO works_topicfigures AS f (topic_id, years, people, topics, institutions)
    SELECT s.id, coalesce(years, '[]'), coalesce(people, '[]'), coalesce(topics, '[]'), coalesce(institutions, '[]')
    FROM stale_topics s LEFT JOIN years ON years.topic_id = s.id LEFT JOIN people ON people.topic_id = s.id
    LEFT JOIN topics ON topics.topic_id = s.id LEFT JOIN institutions ON institutions.topic_id = s.id
    ON CONFLICT (topic_id) DO UPDATE SET years = excluded.years, people = excluded.people, topics = excluded.topics,
        institutions = excluded.institutions, changed_at = now()
    WHERE (f.years, f.people, f.topics, f.institutions)
        IS DISTINCT FROM (excluded.years, excluded.people, excluded.topics, excluded.institutions)
"""


def refresh(cursor: CursorWrapper, ids: Sequence[int]) -> None:
    """Counts and pages of these topics."""
    _note_stale(cursor, ids)
    cursor.execute("DROP TABLE IF EXISTS topic_people")
    cursor.execute(TOGETHER)
    cursor.execute("ANALYZE topic_people")
    _write(cursor)


def refresh_everything(cursor: CursorWrapper) -> None:
    """Of all topics, after the topics of everybody were counted (`author_topics` of `record/figures.py`)."""
    _note_stale(cursor, None)
    cursor.execute("ALTER TABLE author_topics RENAME TO topic_people")
    _write(cursor)


def _note_stale(cursor: CursorWrapper, ids: Sequence[int] | None) -> None:
    cursor.execute("DROP TABLE IF EXISTS stale_topics")
    cursor.execute(STALE, {"ids": None if ids is None else list(ids)})
    cursor.execute("ANALYZE stale_topics")


def _write(cursor: CursorWrapper) -> None:
    cursor.execute(COUNTS)
    cursor.execute(PAGES, {"people": PEOPLE, "topics": TOPICS, "institutions": INSTITUTIONS})
