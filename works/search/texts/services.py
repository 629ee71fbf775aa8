"""Writes what the search knows of works, by sets."""

from collections.abc import Sequence

from django.db import connection, transaction

from works.record.bulk import refresh_statistics
from works.search.texts.models import WorkText
from works.search.texts.vectors import vector

# About two seconds a statement: one core makes some 2,500 vectors a second.
AT_ONCE = 5_000
# From here on the planner should look at the words again.
MANY = 1_000

# The ids of the next works from `after` on that are wanted; all of them where `ids` is null.
NEXT = """
    SELECT id FROM works_work WHERE id > %(after)s AND (%(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s))
    ORDER BY id LIMIT %(most)s
"""

WRITE = f"""
    WITH wanted AS (
        SELECT w.id, w.title, w.abstract, w.kind, w.year, w.is_open,
            jsonb_path_exists(w.links, '$[*] ? (@[0] == "code")') AS has_code,
            jsonb_path_exists(w.links, '$[*] ? (@[0] == "data")') AS has_data,
            coalesce(w.updated_on, make_date(nullif(w.year, 0)::int, 1, 1), '0001-01-01') AS dated
        FROM works_work w WHERE w.id = ANY(%(ids)s)
    ), seen AS (
        SELECT n.*, hashtextextended(concat_ws(
            E'\\x1f', n.title, n.abstract, n.kind, n.year, n.is_open, n.has_code, n.has_data, n.dated
        ), 0) AS digest FROM wanted n
    ), changed AS MATERIALIZED (
        SELECT s.* FROM seen s LEFT JOIN works_worktext t ON t.work_id = s.id WHERE t.digest IS DISTINCT FROM s.digest
    )
    INSERT INTO works_worktext (work_id, title, words, dated, kind, year, is_open, has_code, has_data, digest)
    SELECT id, {vector("title")}, setweight({vector("title")}, 'A') || setweight({vector("abstract")}, 'B'),
        dated, kind, year, is_open, has_code, has_data, digest
    FROM changed
    ON CONFLICT (work_id) DO UPDATE SET
        title = excluded.title, words = excluded.words, dated = excluded.dated, kind = excluded.kind,
        year = excluded.year, is_open = excluded.is_open, has_code = excluded.has_code, has_data = excluded.has_data,
        digest = excluded.digest
"""  # noqa: S608


@transaction.atomic
def refresh(work_ids: Sequence[int] | None) -> int:
    """Bring the words of these works (None: of all) up to date; gives how many had changed.

    A work that is gone takes its row along by itself; ids without a work are passed over. While no work's words are
    there at all it is all, whichever are named: the table is new.
    """
    if work_ids is not None and not WorkText.objects.exists():
        work_ids = None
    if work_ids is not None and not work_ids:
        return 0
    changed = after = 0
    ids = None if work_ids is None else list(work_ids)
    with connection.cursor() as cursor:
        while True:
            cursor.execute(NEXT, {"after": after, "ids": ids, "most": AT_ONCE})
            found = [row[0] for row in cursor.fetchall()]
            if not found:
                break
            after = found[-1]
            cursor.execute(WRITE, {"ids": found})
            changed += cursor.rowcount
        if changed >= MANY:
            # What was written lately waits in a list that every look reads through, until it is put in its place.
            for index in ("work_text_title_idx", "work_text_words_idx"):
                cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
            refresh_statistics("works_worktext")
    return changed
