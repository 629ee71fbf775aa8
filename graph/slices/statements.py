"""The one statement that reads a neighbourhood, put together for each kind of centre.

Each kind says which works are its seeds (`work_id`, `place` from the strongest on, `via`: the authorship that
ties the work to the centre, always read). Everything else follows from the seeds in the same way.
Row: tag, one, other, weight, shared, label, slug.
"""

from works.record.addresses import Kind

# Sixty nodes are shown: the eighty strongest works and their people hold all that can be among them.
SEEDS = 80
AUTHOR_SEED = """
    SELECT work_id, row_number() OVER (ORDER BY list_rank NULLS LAST, work_id) AS place, id AS via
    FROM works_authorship WHERE author_id = %(centre)s
    ORDER BY list_rank NULLS LAST, work_id LIMIT %(seeds)s
"""
# The work itself, then the works that most of its authors wrote too.
WORK_SEED = """
    (SELECT %(centre)s::bigint AS work_id, 0::bigint AS place, NULL::bigint AS via)
    UNION ALL
    (SELECT work_id, row_number() OVER (ORDER BY count(*) DESC, min(list_rank), work_id), min(id)
     FROM (
         SELECT author_id FROM works_authorship
         WHERE work_id = %(centre)s AND author_id IS NOT NULL ORDER BY position LIMIT 60
     ) writer
     CROSS JOIN LATERAL (
         SELECT id, work_id, list_rank FROM works_authorship a
         WHERE a.author_id = writer.author_id AND a.work_id <> %(centre)s
         ORDER BY list_rank NULLS LAST, work_id LIMIT 25
     ) adjacent
     GROUP BY work_id ORDER BY 2 LIMIT %(seeds)s)
"""
# Works of which it is the first topic before others; the latest recorded first.
TOPIC_SEED = """
    SELECT work_id, row_number() OVER (ORDER BY position, work_id DESC) AS place, NULL::bigint AS via
    FROM works_worktopic WHERE topic_id = %(centre)s
    ORDER BY position, work_id DESC LIMIT %(seeds)s
"""
INSTITUTION_SEED = """
    SELECT work_id, row_number() OVER (ORDER BY max(id) DESC) AS place, max(id) AS via
    FROM (
        SELECT a.id, a.work_id FROM (
            SELECT authorship_id FROM works_authorshipinstitution
            WHERE institution_id = %(centre)s ORDER BY authorship_id DESC LIMIT 600
        ) latest
        JOIN works_authorship a ON a.id = latest.authorship_id
    ) placed
    GROUP BY work_id ORDER BY 2 LIMIT %(seeds)s
"""

AUTHOR_TOTALS = """
    SELECT works_count, collaborators_count, topics_count FROM works_author WHERE id = %(centre)s
"""
WORK_TOTALS = "SELECT 0, authors_count, 0 FROM works_work WHERE id = %(centre)s"
TOPIC_TOTALS = "SELECT works_count, people_count, 0 FROM works_topic WHERE id = %(centre)s"
INSTITUTION_TOTALS = "SELECT works_count, people_count, 0 FROM works_institution WHERE id = %(centre)s"

# A paper by thousands must not crowd out the others: the fewer the seeds, the more of each byline is read.
COMMON = """
WITH seed AS MATERIALIZED ({seed}),
capped AS MATERIALIZED (
    SELECT work_id, place, via,
           CASE WHEN place = 0 THEN 200 ELSE least(200, greatest(12, 800 / count(*) OVER ())) END AS most
    FROM seed
),
byline AS MATERIALIZED (
    SELECT a.id, a.work_id, a.author_id FROM capped
    JOIN works_authorship a ON a.work_id = capped.work_id AND a.position <= capped.most
    WHERE a.author_id IS NOT NULL
    UNION
    SELECT a.id, a.work_id, a.author_id FROM capped JOIN works_authorship a ON a.id = capped.via
    WHERE a.author_id IS NOT NULL
),
about AS MATERIALIZED (
    SELECT t.work_id, t.topic_id FROM capped JOIN works_worktopic t ON t.work_id = capped.work_id
    ORDER BY capped.place, t.position, t.topic_id LIMIT 600
),
person AS MATERIALIZED (
    SELECT author_id, count(*) AS seeds FROM byline GROUP BY author_id
    ORDER BY author_id = %(self)s DESC, seeds DESC, author_id LIMIT 400
),
place AS MATERIALIZED (
    SELECT byline.author_id, i.institution_id, count(*) AS seeds
    FROM byline JOIN works_authorshipinstitution i ON i.authorship_id = byline.id
    GROUP BY byline.author_id, i.institution_id
    ORDER BY i.institution_id = %(here)s DESC, seeds DESC, byline.author_id, i.institution_id LIMIT 600
),
strong AS MATERIALIZED (
    SELECT %(self)s::bigint AS author_id, 150 AS most
    UNION ALL
    (SELECT author_id, 20 FROM person WHERE author_id IS DISTINCT FROM %(self)s ORDER BY seeds DESC, author_id LIMIT 80)
),
together AS MATERIALIZED (
    SELECT strong.author_id, e.other_id, e.weight, e.shared FROM strong
    CROSS JOIN LATERAL (
        SELECT other_id, weight, shared FROM graph_collaborationedge
        WHERE author_id = strong.author_id ORDER BY weight DESC, other_id LIMIT strong.most
    ) e
    WHERE strong.author_id = %(self)s OR EXISTS (SELECT FROM person WHERE person.author_id = e.other_id)
),
total AS ({totals})
SELECT 'author', a.id, NULL::bigint, NULL::float8, a.works_count, a.name, a.slug FROM works_author a
WHERE a.removed_at IS NULL AND a.id IN (
    SELECT author_id FROM person UNION SELECT other_id FROM together UNION SELECT %(self)s
)
UNION ALL
SELECT 'work', w.id, w.year, NULL, w.authors_count, w.title, w.slug FROM capped JOIN works_work w ON w.id = work_id
UNION ALL
SELECT 'topic', t.id, NULL, NULL, t.works_count, t.name, t.slug FROM works_topic t
WHERE t.id IN (SELECT topic_id FROM about UNION SELECT %(subject)s)
UNION ALL
SELECT 'institution', i.id, NULL, NULL, i.works_count, i.name, i.slug FROM works_institution i
WHERE i.id IN (SELECT institution_id FROM place UNION SELECT %(here)s)
UNION ALL SELECT 'wrote', author_id, work_id, NULL, NULL, NULL, NULL FROM byline
UNION ALL SELECT 'about', work_id, topic_id, NULL, NULL, NULL, NULL FROM about
UNION ALL SELECT 'at', author_id, institution_id, NULL, seeds, NULL, NULL FROM place
UNION ALL SELECT 'together', author_id, other_id, weight, shared, NULL, NULL FROM together
UNION ALL SELECT 'total', v.number, NULL, NULL, NULL, v.kind, NULL
    FROM total AS t (works, people, topics)
    CROSS JOIN LATERAL (VALUES ('work', t.works), ('author', t.people), ('topic', t.topics)) v (kind, number)
"""


def _statement(kind: Kind, seed: str, totals: str) -> str:
    text = COMMON.replace("{seed}", seed).replace("{totals}", totals)
    # What the centre is not is NULL, and the planner drops what hangs on it.
    for name, own in {"self": "author", "subject": "topic", "here": "institution"}.items():
        text = text.replace(f"%({name})s", "%(centre)s" if kind == own else "NULL::bigint")
    return text


NEIGHBOURHOOD: dict[Kind, str] = {
    "author": _statement("author", AUTHOR_SEED, AUTHOR_TOTALS),
    "work": _statement("work", WORK_SEED, WORK_TOTALS),
    "topic": _statement("topic", TOPIC_SEED, TOPIC_TOTALS),
    "institution": _statement("institution", INSTITUTION_SEED, INSTITUTION_TOTALS),
}
