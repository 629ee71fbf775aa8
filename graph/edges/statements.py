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
# Of the larger ones the columns that others are joined by: looking at the rest costs as much as writing it did.
ANALYZE_MINE = "ANALYZE edge_mine"
ANALYZE_FRESH = "ANALYZE edge_fresh (author_id, other_id)"
ANALYZE_CHANGED = "ANALYZE edge_changed (author_id, other_id)"

TOUCHED = """
CREATE TEMPORARY TABLE edge_touched ON COMMIT DROP AS
    SELECT DISTINCT unnest(%(author_ids)s::bigint[]) AS author_id
"""
ANALYZE_TOUCHED = "ANALYZE edge_touched"

_MINE = """
CREATE TEMPORARY TABLE edge_mine ON COMMIT DROP AS
SELECT a.author_id, a.work_id, w.authors_count AS n, w.year,
       (2 * %(units)s + (w.authors_count - 1)) / (2 * (w.authors_count - 1)::bigint) AS units
FROM {authors}
JOIN works_work w ON w.id = a.work_id
JOIN works_author u ON u.id = a.author_id AND u.removed_at IS NULL
WHERE w.authors_count >= 2
"""
MINE = _MINE.replace("{authors}", "edge_touched JOIN works_authorship a USING (author_id)")
EVERYBODYS = _MINE.replace("{authors}", "works_authorship a")

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
# Of everybody a pair is put together once, from its smaller number, and then stands in both directions.
PAIRS = """
CREATE TEMPORARY TABLE edge_fresh ON COMMIT DROP AS
SELECT one.author_id, two.author_id AS other_id, count(*)::integer AS shared,
       ((sum(one.units)::bigint + %(half_micro)s) / %(micro)s)::float8 / 1e6 AS weight,
       min(one.year) AS first_year, max(one.year) AS last_year
FROM edge_mine one JOIN edge_mine two ON two.work_id = one.work_id AND two.author_id > one.author_id
WHERE one.n <= %(crowd)s AND two.n <= %(crowd)s
GROUP BY one.author_id, two.author_id
"""

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

BOTH_DIRECTIONS = """
INSERT INTO edge_fresh (author_id, other_id, shared, weight, first_year, last_year)
SELECT other_id, author_id, shared, weight, first_year, last_year FROM edge_fresh
"""

# What differs from the stored rows; a shared count of NULL says that the row has to go.
_CHANGED = """
CREATE TEMPORARY TABLE edge_changed ON COMMIT DROP AS
WITH stored AS ({stored})
SELECT author_id, other_id, fresh.shared, fresh.weight, fresh.first_year, fresh.last_year,
       stored.shared IS NULL AS is_new
FROM stored FULL JOIN edge_fresh fresh USING (author_id, other_id)
WHERE (stored.shared, stored.weight, stored.first_year, stored.last_year)
    IS DISTINCT FROM (fresh.shared, fresh.weight, fresh.first_year, fresh.last_year)
"""
CHANGED = _CHANGED.replace(
    "{stored}",
    """
    SELECT e.author_id, e.other_id, e.shared, e.weight, e.first_year, e.last_year
    FROM edge_touched JOIN graph_collaborationedge e USING (author_id)
    UNION ALL
    SELECT e.other_id, e.author_id, e.shared, e.weight, e.first_year, e.last_year
    FROM edge_touched JOIN graph_collaborationedge e USING (author_id)
    WHERE NOT EXISTS (SELECT FROM edge_touched other WHERE other.author_id = e.other_id)
    """,
)
CHANGED_OF_EVERYBODY = _CHANGED.replace(
    "{stored}", "SELECT author_id, other_id, shared, weight, first_year, last_year FROM graph_collaborationedge"
)

DELETE_GONE = """
DELETE FROM graph_collaborationedge e
USING edge_changed changed
WHERE changed.shared IS NULL AND e.author_id = changed.author_id AND e.other_id = changed.other_id
"""

UPDATE_CHANGED = """
UPDATE graph_collaborationedge e
SET shared = changed.shared, weight = changed.weight,
    is_close = changed.shared >= %(close_shared)s AND changed.weight >= %(close_weight)s,
    first_year = changed.first_year, last_year = changed.last_year
FROM edge_changed changed
WHERE changed.shared IS NOT NULL AND NOT changed.is_new
  AND e.author_id = changed.author_id AND e.other_id = changed.other_id
"""

INSERT_NEW = """
INSERT INTO graph_collaborationedge (author_id, other_id, shared, weight, is_close, first_year, last_year)
SELECT author_id, other_id, shared, weight, shared >= %(close_shared)s AND weight >= %(close_weight)s,
    first_year, last_year
FROM edge_changed WHERE is_new
ORDER BY author_id, other_id
"""

_COUNTS = """
WITH counted AS ({counted})
UPDATE works_author
SET collaborators_count = counted.everybody, close_collaborators_count = counted.close, version = version + 1
FROM counted
WHERE works_author.id = counted.author_id
  AND (collaborators_count, close_collaborators_count) IS DISTINCT FROM (counted.everybody, counted.close)
"""
COUNTS = _COUNTS.replace(
    "{counted}",
    """
    SELECT concerned.author_id, count(e.other_id) AS everybody, count(e.other_id) FILTER (WHERE e.is_close) AS close
    FROM (SELECT author_id FROM edge_touched UNION SELECT author_id FROM edge_changed) concerned
    LEFT JOIN graph_collaborationedge e USING (author_id)
    GROUP BY concerned.author_id
    """,
)
COUNTS_OF_EVERYBODY = _COUNTS.replace(
    "{counted}",
    """
    SELECT u.id AS author_id, coalesce(fresh.everybody, 0) AS everybody, coalesce(fresh.close, 0) AS close
    FROM works_author u LEFT JOIN (
        SELECT author_id, count(*) AS everybody,
            count(*) FILTER (WHERE shared >= %(close_shared)s AND weight >= %(close_weight)s) AS close
        FROM edge_fresh GROUP BY author_id
    ) fresh ON fresh.author_id = u.id
    """,
)
