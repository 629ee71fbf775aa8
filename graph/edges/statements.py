"""The SQL of `services.py`, in the order in which it runs, over temporary tables of one transaction.

Each step has a table of its own with statistics of its own: as one statement over tables that nobody has
analysed yet, as after a first import, the planner takes every set for one row and loops over the product.
"""

from graph.edges.weights import CLOSE_SHARED, CLOSE_WEIGHT, CROWD, UNITS, UNITS_PER_MICRO

RULE = {
    "units": UNITS,
    "micro": UNITS_PER_MICRO,
    "half_micro": UNITS_PER_MICRO // 2,
    "crowd": CROWD,
    "close_shared": CLOSE_SHARED,
    "close_weight": CLOSE_WEIGHT,
}
# The pairs of a chunk stay in memory; with the server's 4 MB they are sorted on disk.
MEMORY = "SET LOCAL work_mem = '64MB'"
DROP = "DROP TABLE IF EXISTS edge_touched, edge_mine, edge_fresh, edge_changed"

TOUCHED = """
CREATE TEMPORARY TABLE edge_touched ON COMMIT DROP AS
    SELECT DISTINCT unnest(%(author_ids)s::bigint[]) AS author_id
"""
ANALYZE_TOUCHED = "ANALYZE edge_touched"

MINE = """
CREATE TEMPORARY TABLE edge_mine ON COMMIT DROP AS
SELECT a.author_id, a.work_id, w.authors_count AS n, w.year,
       (2 * %(units)s + (w.authors_count - 1)) / (2 * (w.authors_count - 1)::bigint) AS units
FROM edge_touched
JOIN works_authorship a USING (author_id)
JOIN works_work w ON w.id = a.work_id
JOIN works_author u ON u.id = a.author_id AND u.removed_at IS NULL
WHERE w.authors_count >= 2
"""
ANALYZE_MINE = "ANALYZE edge_mine"

# Pairs come from works of 2 to 100 authors …
FRESH = """
CREATE TEMPORARY TABLE edge_fresh ON COMMIT DROP AS
SELECT mine.author_id, b.author_id AS other_id, count(*)::integer AS shared,
       ((sum(mine.units)::bigint + %(half_micro)s) / %(micro)s)::float8 / 1e6 AS weight,
       min(mine.year) AS first_year, max(mine.year) AS last_year
FROM edge_mine mine
JOIN works_authorship b ON b.work_id = mine.work_id AND b.author_id <> mine.author_id
JOIN works_author u ON u.id = b.author_id AND u.removed_at IS NULL
WHERE n <= %(crowd)s
GROUP BY mine.author_id, b.author_id
"""
ANALYZE_FRESH = "ANALYZE edge_fresh"

# … and larger ones are then looked up for those pairs only.
CROWDED = """
UPDATE edge_fresh SET shared = edge_fresh.shared + crowd.shared,
    first_year = least(edge_fresh.first_year, crowd.first_year),
    last_year = greatest(edge_fresh.last_year, crowd.last_year)
FROM (
    SELECT pair.author_id, pair.other_id, count(*) AS shared, min(mine.year) AS first_year, max(mine.year) AS last_year
    FROM edge_mine mine
    JOIN edge_fresh pair USING (author_id)
    -- OFFSET keeps this a look-up of one row; as a join it reads the whole crowd for every pair.
    WHERE n > %(crowd)s AND EXISTS (
        SELECT FROM works_authorship b WHERE b.work_id = mine.work_id AND b.author_id = pair.other_id OFFSET 0
    )
    GROUP BY pair.author_id, pair.other_id
) crowd
WHERE edge_fresh.author_id = crowd.author_id AND edge_fresh.other_id = crowd.other_id
"""

MIRROR = """
INSERT INTO edge_fresh (author_id, other_id, shared, weight, first_year, last_year)
SELECT fresh.other_id, fresh.author_id, fresh.shared, fresh.weight, fresh.first_year, fresh.last_year
FROM edge_fresh fresh
WHERE NOT EXISTS (SELECT FROM edge_touched WHERE edge_touched.author_id = fresh.other_id)
"""

# What differs from the stored rows; a shared count of NULL says that the row has to go.
CHANGED = """
CREATE TEMPORARY TABLE edge_changed ON COMMIT DROP AS
WITH stored AS (
    SELECT e.author_id, e.other_id, e.shared, e.weight, e.first_year, e.last_year
    FROM edge_touched JOIN graph_collaborationedge e USING (author_id)
    UNION ALL
    SELECT e.other_id, e.author_id, e.shared, e.weight, e.first_year, e.last_year
    FROM edge_touched JOIN graph_collaborationedge e USING (author_id)
    WHERE %(both_directions)s
      AND NOT EXISTS (SELECT FROM edge_touched other WHERE other.author_id = e.other_id)
)
SELECT author_id, other_id, fresh.shared, fresh.weight, fresh.first_year, fresh.last_year
FROM stored FULL JOIN edge_fresh fresh USING (author_id, other_id)
WHERE (stored.shared, stored.weight, stored.first_year, stored.last_year)
    IS DISTINCT FROM (fresh.shared, fresh.weight, fresh.first_year, fresh.last_year)
"""

ANALYZE_CHANGED = "ANALYZE edge_changed"

DELETE_GONE = """
DELETE FROM graph_collaborationedge e
USING edge_changed changed
WHERE changed.shared IS NULL AND e.author_id = changed.author_id AND e.other_id = changed.other_id
"""

WRITE_CHANGED = """
INSERT INTO graph_collaborationedge (author_id, other_id, shared, weight, is_close, first_year, last_year)
SELECT author_id, other_id, shared, weight, shared >= %(close_shared)s AND weight >= %(close_weight)s,
    first_year, last_year
FROM edge_changed WHERE shared IS NOT NULL
ORDER BY author_id, other_id
ON CONFLICT (author_id, other_id) DO UPDATE
SET shared = excluded.shared, weight = excluded.weight, is_close = excluded.is_close,
    first_year = excluded.first_year, last_year = excluded.last_year
"""

COUNTS = """
WITH concerned AS (
    SELECT author_id FROM edge_touched UNION SELECT author_id FROM edge_changed
), counted AS (
    SELECT concerned.author_id, count(e.other_id) AS everybody, count(e.other_id) FILTER (WHERE e.is_close) AS close
    FROM concerned LEFT JOIN graph_collaborationedge e USING (author_id)
    GROUP BY concerned.author_id
)
UPDATE works_author
SET collaborators_count = counted.everybody, close_collaborators_count = counted.close, version = version + 1
FROM counted
WHERE works_author.id = counted.author_id
  AND (collaborators_count, close_collaborators_count) IS DISTINCT FROM (counted.everybody, counted.close)
"""
