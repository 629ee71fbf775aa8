"""Finds the researchers most similar to one; by a worker, with the slice of that researcher."""

from django.db import connection, transaction

from graph.similar.models import SimilarAuthor

KEPT = 8
# Every set below is cut at its strongest, so that a hub costs no more than anybody else.
BOUNDS = {"near": 40, "beyond": 60, "candidates": 24, "newest": 300, "kept": KEPT}
# Strength: over the collaborators in common, the weaker of the two weights. Somebody with a work together is no
# news, whatever the size of the work; somebody on other topics is a chance acquaintance.
FIND = """
WITH near AS MATERIALIZED (
    SELECT other_id, weight FROM graph_collaborationedge WHERE author_id = %(author)s
    ORDER BY weight DESC, other_id LIMIT %(near)s
),
beyond AS (
    SELECT e.other_id AS id, count(*) AS common, sum(least(near.weight, e.weight)) AS strength,
           (array_agg(near.other_id ORDER BY least(near.weight, e.weight) DESC, near.other_id))[1:3] AS through
    FROM near CROSS JOIN LATERAL (
        SELECT other_id, weight FROM graph_collaborationedge WHERE author_id = near.other_id
        ORDER BY weight DESC, other_id LIMIT %(beyond)s
    ) e
    WHERE e.other_id <> %(author)s AND NOT EXISTS (
        SELECT FROM graph_collaborationedge mine WHERE mine.author_id = %(author)s AND mine.other_id = e.other_id
    )
    GROUP BY e.other_id ORDER BY strength DESC, id LIMIT %(candidates)s
),
candidate AS MATERIALIZED (
    SELECT beyond.* FROM beyond JOIN works_author u ON u.id = beyond.id AND u.removed_at IS NULL
    WHERE NOT EXISTS (
        SELECT FROM works_authorship a JOIN works_authorship b USING (work_id)
        WHERE a.author_id = beyond.id AND b.author_id = %(author)s
    )
),
mine AS MATERIALIZED (
    SELECT DISTINCT wt.topic_id FROM works_authorship a JOIN works_worktopic wt USING (work_id)
    WHERE a.author_id = %(author)s AND a.list_rank <= %(newest)s
),
shared AS (
    SELECT id, count(*) AS topics_count, (array_agg(topic_id ORDER BY works DESC, topic_id))[1:3] AS topics
    FROM (
        SELECT candidate.id, wt.topic_id, count(*) AS works
        FROM candidate JOIN works_authorship a ON a.author_id = candidate.id AND a.list_rank <= %(newest)s
        JOIN works_worktopic wt USING (work_id) JOIN mine ON mine.topic_id = wt.topic_id
        GROUP BY candidate.id, wt.topic_id
    ) counted GROUP BY id
)
INSERT INTO graph_similarauthor (author_id, other_id, place, collaborators_count, topics_count, through, topics)
SELECT %(author)s, id, row_number() OVER (ORDER BY strength DESC, topics_count DESC, id), common, topics_count,
       through, topics
FROM candidate JOIN shared USING (id)
ORDER BY strength DESC, topics_count DESC, id LIMIT %(kept)s
"""


@transaction.atomic
def refresh(author_id: int) -> None:
    """Stores the most similar researchers of this one anew; none for one that is no more. Safe to run again."""
    SimilarAuthor.objects.filter(author_id=author_id).delete()
    with connection.cursor() as cursor:
        cursor.execute(FIND, BOUNDS | {"author": author_id})
