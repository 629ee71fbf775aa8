"""The SQL that gathers news, for a piece of the works that one import created, and the accounts to be told."""

from profiles.follows.models import KINDS

# A work is new to the site when the record that made it is of this run.
NEW_WORKS = """
SELECT work_id FROM works_sourcerecord
WHERE run_id = %(run)s AND matched_by = 'new' AND work_id > %(after)s ORDER BY work_id LIMIT %(most)s
"""
# For the targets that somebody waits for.
AWAITED = """
    EXISTS (SELECT FROM profiles_follow f WHERE f.{kind}_id = {target})
    OR EXISTS (SELECT FROM profiles_mailsubscription s WHERE s.{kind}_id = {target})
"""
# Which of the works are of which target. What stands in a line of an author was told of them; searches are written
# one by one (`searches.py`).
WORKS_OF = {
    "author": """
        SELECT a.author_id AS target, a.work_id FROM works_authorship a JOIN works_author o ON o.id = a.author_id
        WHERE a.work_id = ANY(%(works)s) AND o.removed_at IS NULL
        EXCEPT
        SELECT p.author_id, x.id FROM profiles_news p CROSS JOIN unnest(p.works) AS x(id)
        WHERE p.author_id IN (SELECT author_id FROM works_authorship WHERE work_id = ANY(%(works)s))
    """,
    "topic": "SELECT topic_id AS target, work_id FROM works_worktopic WHERE work_id = ANY(%(works)s)",
    "institution": """
        SELECT DISTINCT ai.institution_id AS target, a.work_id
        FROM works_authorship a JOIN works_authorshipinstitution ai ON ai.authorship_id = a.id
        WHERE a.work_id = ANY(%(works)s)
    """,
}
# Works that became theirs after the run that brought them was told of: somebody waited for the author by then, so
# they would have been told. Of the last month, for a merge of two old records is no news.
CAME_LATER = """
    SELECT a.author_id AS target, a.work_id
    FROM works_authorship a JOIN works_author o ON o.id = a.author_id AND o.removed_at IS NULL
    JOIN works_sourcerecord r ON r.work_id = a.work_id AND r.matched_by = 'new'
    JOIN profiles_newsrun t ON t.run_id = r.run_id AND t.last_work >= a.work_id
        AND t.told_at > now() - interval '30 days'
    WHERE a.author_id = ANY(%(authors)s) AND (
        EXISTS (SELECT FROM profiles_follow f WHERE f.author_id = a.author_id AND f.since < t.told_at)
        OR EXISTS (SELECT FROM profiles_mailsubscription s WHERE s.author_id = a.author_id AND s.since < t.told_at)
    )
    EXCEPT
    SELECT p.author_id, x.id FROM profiles_news p CROSS JOIN unnest(p.works) AS x(id)
    WHERE p.author_id = ANY(%(authors)s)
"""
# One line a day: what comes later on the day is added to it.
GATHER = """
INSERT INTO profiles_news ({kind}_id, day, works_count, works)
SELECT n.target, %(day)s, count(*), array_agg(n.work_id ORDER BY w.year DESC NULLS LAST, w.id DESC)
FROM ({works_of}) n JOIN works_work w ON w.id = n.work_id
WHERE {awaited}
GROUP BY n.target ORDER BY n.target
ON CONFLICT (day, {kind}_id) DO UPDATE SET
    works_count = profiles_news.works_count + excluded.works_count,
    works = profiles_news.works || excluded.works
RETURNING {kind}_id
"""
# Page by page, so that ten thousand and a million followers cost the same memory.
FOLLOWERS = """
SELECT DISTINCT account_id FROM profiles_follow
WHERE account_id > %(after)s AND muted_at IS NULL AND (
    author_id = ANY(%(author)s) OR topic_id = ANY(%(topic)s) OR institution_id = ANY(%(institution)s)
    OR search_id = ANY(%(search)s)
)
ORDER BY account_id LIMIT %(most)s
"""
# Those by mail alone get a mail on the next Monday morning.
SUBSCRIBERS = """
UPDATE profiles_mailsubscription
SET due_at = date_trunc('week', now() - interval '8 hours') + interval '7 days 8 hours'
WHERE due_at IS NULL AND (
    author_id = ANY(%(author)s) OR topic_id = ANY(%(topic)s) OR institution_id = ANY(%(institution)s)
    OR search_id = ANY(%(search)s)
)
"""
# A work that stood in several lines stands in the one that they become once.
CARRY_OVER = """
WITH moved AS (
    SELECT m.new_id, n.* FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS m(old_id, new_id)
    JOIN profiles_news n ON n.{kind}_id = m.old_id
    UNION ALL SELECT n.{kind}_id, n.* FROM profiles_news n WHERE n.{kind}_id = ANY(%(new)s)
), placed AS (
    SELECT m.new_id, m.day, w.id, min(w.place) AS place
    FROM moved m CROSS JOIN unnest(m.works) WITH ORDINALITY AS w(id, place) GROUP BY m.new_id, m.day, w.id
), whole AS (
    SELECT new_id, day, array_agg(id ORDER BY place, id DESC) AS works FROM placed GROUP BY new_id, day
)
INSERT INTO profiles_news ({kind}_id, day, works_count, works)
SELECT w.new_id, w.day, cardinality(w.works) + sum(m.works_count - cardinality(m.works)), w.works
FROM whole w JOIN moved m USING (new_id, day) GROUP BY w.new_id, w.day, w.works
ON CONFLICT (day, {kind}_id) DO UPDATE SET works_count = excluded.works_count, works = excluded.works
"""
CARRY_SUBSCRIPTIONS = """
WITH moved AS (SELECT * FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS m(old_id, new_id))
INSERT INTO profiles_mailsubscription ({kind}_id, address, since, mailed_until, due_at)
SELECT m.new_id, s.address, min(s.since), min(s.mailed_until), min(s.due_at)
FROM profiles_mailsubscription s JOIN moved m ON m.old_id = s.{kind}_id GROUP BY m.new_id, s.address
ON CONFLICT (address, {kind}_id) DO NOTHING
"""
# After a run was taken back: its works are in no line any more, and a line without works is none.
TAKE_BACK = """
WITH left_over AS (
    SELECT n.id, count(*) FILTER (WHERE coalesce(w.id, r.work_id) IS NULL) AS gone,
        array_agg(x.id ORDER BY x.place) FILTER (WHERE coalesce(w.id, r.work_id) IS NOT NULL) AS works
    FROM profiles_news n CROSS JOIN unnest(n.works) WITH ORDINALITY AS x(id, place)
    LEFT JOIN works_work w ON w.id = x.id LEFT JOIN works_workredirect r ON r.old_id = x.id
    WHERE n.day >= %(first)s GROUP BY n.id
)
UPDATE profiles_news n SET works_count = n.works_count - l.gone, works = coalesce(l.works, ARRAY[]::bigint[])
FROM left_over l WHERE l.id = n.id AND l.gone > 0
"""
# Who has no news of that day any more is not mailed that there are some.
FORGET_NOTICES = """
DELETE FROM profiles_notice x
WHERE x.kind = 'news' AND x.mailed_at IS NULL AND x.key = ANY(%(keys)s)
""" + "".join(
    f"""
    AND NOT EXISTS (
        SELECT FROM profiles_follow f JOIN profiles_news n ON n.{kind}_id = f.{kind}_id
        WHERE f.account_id = x.account_id AND f.muted_at IS NULL AND n.day = (x.about ->> 'day')::date
    )
    """
    for kind in KINDS
)
