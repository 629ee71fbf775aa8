"""The SQL of `reading.py`: links of a layer of people, given as two arrays, ids and costs.

The edges' index holds all that is asked for. With `large`, works by more people than count towards a weight are
links too, each at the price of its size; a work by thousands is one step for all of them, so its people are read
once, not once for each who wrote it.
"""

from graph.edges.weights import CROWD
from graph.paths.rules import MOST_PATHS

COST = "round(1e6 / e.weight)::bigint"
LARGE_COST = "(w.authors_count - 1) * 1000000::bigint"
NEAR = "near AS MATERIALIZED (SELECT * FROM unnest(%(near)s::bigint[], %(near_costs)s::bigint[])"
NEAR += " WITH ORDINALITY AS n(id, cost, place))"
FAR = "far AS MATERIALIZED (SELECT * FROM unnest(%(far)s::bigint[], %(far_costs)s::bigint[]) AS f(id, cost))"

# Rows `(one, other, cost)` of links from near to far; where there are none, `(0, other, cost from the end)` of
# everybody around the first `most` of near.
STEP = f"""
WITH {NEAR}, {FAR},
link AS MATERIALIZED (
    SELECT near.id AS one, e.other_id AS other, near.place, near.cost, {COST} AS own
    FROM near JOIN graph_collaborationedge e ON e.author_id = near.id
),
bridge AS MATERIALIZED (
    SELECT link.one, link.other, link.own FROM link JOIN far ON far.id = link.other
    ORDER BY link.cost + link.own + far.cost, link.one, link.other LIMIT {MOST_PATHS}
)
SELECT * FROM bridge
UNION ALL
SELECT 0, other, min(cost + own) FROM link
WHERE place <= %(most)s AND NOT EXISTS (SELECT FROM bridge) GROUP BY other
"""  # noqa: S608 - names and numbers of ours
# Through a large work the cheapest of either side alone: the others cost more, and there are thousands.
STEP_LARGE = f"""
WITH {NEAR}, {FAR},
link AS MATERIALIZED (
    SELECT near.id AS one, e.other_id AS other, near.place, near.cost, {COST} AS own
    FROM near JOIN graph_collaborationedge e ON e.author_id = near.id
),
large AS MATERIALIZED (
    SELECT a.work_id, near.id, near.place, near.cost, {LARGE_COST} AS own
    FROM near JOIN works_authorship a ON a.author_id = near.id JOIN works_work w ON w.id = a.work_id
    WHERE w.authors_count > {CROWD}
),
ours AS (SELECT DISTINCT ON (work_id) work_id, id, cost, own FROM large ORDER BY work_id, cost, id),
theirs AS (
    SELECT DISTINCT ON (a.work_id) a.work_id, far.id, far.cost
    FROM ours JOIN works_authorship a USING (work_id) JOIN far ON far.id = a.author_id
    ORDER BY a.work_id, far.cost, far.id
),
bridge AS MATERIALIZED (
    SELECT one, other, min(own) FROM (
        SELECT link.one, link.other, link.cost + far.cost AS ends, link.own FROM link JOIN far ON far.id = link.other
        UNION ALL
        SELECT ours.id, theirs.id, ours.cost + theirs.cost, ours.own FROM ours JOIN theirs USING (work_id)
    ) each_one
    GROUP BY one, other, ends ORDER BY ends + min(own), one, other LIMIT {MOST_PATHS}
),
reached AS (
    SELECT work_id, min(cost + own) AS cost FROM large
    WHERE place <= %(most)s AND NOT EXISTS (SELECT FROM bridge) GROUP BY work_id
)
SELECT * FROM bridge
UNION ALL
SELECT 0, other, min(cost) FROM (
    SELECT other, cost + own AS cost FROM link WHERE place <= %(most)s AND NOT EXISTS (SELECT FROM bridge)
    UNION ALL
    SELECT b.author_id, reached.cost FROM reached JOIN works_authorship b USING (work_id)
    WHERE b.author_id IS NOT NULL
) each_one GROUP BY other
"""  # noqa: S608 - names and numbers of ours

BACK = f"""
WITH {NEAR}
SELECT one, other, own FROM (
    SELECT e.author_id AS one, near.id AS other, {COST} AS own,
           row_number() OVER (PARTITION BY e.author_id ORDER BY near.cost + {COST}, near.id) AS place
    FROM unnest(%(people)s::bigint[]) AS p(id)
    JOIN graph_collaborationedge e ON e.author_id = p.id JOIN near ON near.id = e.other_id
) link WHERE place <= {MOST_PATHS} ORDER BY one, place
"""  # noqa: S608 - names and numbers of ours
BACK_LARGE = f"""
WITH {NEAR},
large AS MATERIALIZED (
    SELECT p.id, a.work_id, {LARGE_COST} AS own
    FROM unnest(%(people)s::bigint[]) AS p(id)
    JOIN works_authorship a ON a.author_id = p.id JOIN works_work w ON w.id = a.work_id
    WHERE w.authors_count > {CROWD}
)
SELECT one, other, own FROM (
    SELECT one, other, min(own) AS own,
           row_number() OVER (PARTITION BY one ORDER BY cost + min(own), other) AS place
    FROM (
        SELECT e.author_id AS one, near.id AS other, near.cost, {COST} AS own
        FROM unnest(%(people)s::bigint[]) AS p(id)
        JOIN graph_collaborationedge e ON e.author_id = p.id JOIN near ON near.id = e.other_id
        UNION ALL
        SELECT large.id, near.id, near.cost, large.own
        FROM large JOIN works_authorship b USING (work_id) JOIN near ON near.id = b.author_id
    ) either GROUP BY one, other, cost
) link WHERE place <= {MOST_PATHS} ORDER BY one, place
"""  # noqa: S608 - names and numbers of ours
