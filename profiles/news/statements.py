"""The SQL that gathers news, for a piece of the works that one import created, and the accounts to be told."""

# A work is new to the site when the record that made it is of this run.
NEW_WORKS = """
SELECT work_id FROM works_sourcerecord
WHERE run_id = %(run)s AND matched_by = 'new' AND work_id > %(after)s ORDER BY work_id LIMIT %(most)s
"""
# Which of the works are of which target, for the targets that somebody waits for.
AWAITED = """
    EXISTS (SELECT FROM profiles_follow f WHERE f.{kind}_id = {target})
    OR EXISTS (SELECT FROM profiles_mailsubscription s WHERE s.{kind}_id = {target})
"""
WORKS_OF = {
    "author": """
        SELECT a.author_id AS target, a.work_id FROM works_authorship a JOIN works_author o ON o.id = a.author_id
        WHERE a.work_id = ANY(%(works)s) AND o.removed_at IS NULL
    """,
    "topic": "SELECT topic_id AS target, work_id FROM works_worktopic WHERE work_id = ANY(%(works)s)",
    "institution": """
        SELECT DISTINCT ai.institution_id AS target, a.work_id
        FROM works_authorship a JOIN works_authorshipinstitution ai ON ai.authorship_id = a.id
        WHERE a.work_id = ANY(%(works)s)
    """,
    # Titles, as the search looks at them.
    "search": """
        SELECT q.id AS target, w.id AS work_id FROM profiles_savedsearch q
        JOIN works_work w ON w.id = ANY(%(works)s) AND ' ' || w.title_key LIKE ALL (q.patterns)
    """,
}
# One line a day: what comes later on the day is added to it.
GATHER = """
INSERT INTO profiles_news ({kind}_id, day, works_count, works)
SELECT n.target, %(day)s, count(*), (array_agg(n.work_id ORDER BY w.year DESC NULLS LAST, w.id DESC))[1:20]
FROM ({works_of}) n JOIN works_work w ON w.id = n.work_id
WHERE {awaited}
GROUP BY n.target ORDER BY n.target
ON CONFLICT (day, {kind}_id) DO UPDATE SET
    works_count = profiles_news.works_count + excluded.works_count,
    works = (profiles_news.works || excluded.works)[1:20]
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
CARRY_OVER = """
WITH moved AS (
    SELECT m.new_id, n.day, n.works_count, n.works
    FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS m(old_id, new_id)
    JOIN profiles_news n ON n.{kind}_id = m.old_id
)
INSERT INTO profiles_news ({kind}_id, day, works_count, works)
SELECT m.new_id, m.day, sum(m.works_count), (
    SELECT (array_agg(w.id))[1:20] FROM moved x CROSS JOIN unnest(x.works) AS w(id)
    WHERE x.new_id = m.new_id AND x.day = m.day
)
FROM moved m GROUP BY m.new_id, m.day
ON CONFLICT (day, {kind}_id) DO UPDATE SET
    works_count = profiles_news.works_count + excluded.works_count,
    works = (profiles_news.works || excluded.works)[1:20]
"""
CARRY_SUBSCRIPTIONS = """
WITH moved AS (SELECT * FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS m(old_id, new_id))
INSERT INTO profiles_mailsubscription ({kind}_id, address, since, mailed_until, due_at)
SELECT m.new_id, s.address, min(s.since), min(s.mailed_until), min(s.due_at)
FROM profiles_mailsubscription s JOIN moved m ON m.old_id = s.{kind}_id GROUP BY m.new_id, s.address
ON CONFLICT (address, {kind}_id) DO NOTHING
"""
