"""The SQL of a trust refresh, set by set; run in this order by `services.refresh`.

Temporary tables hold what is known about the authors in `trust_scope`. The arithmetic is not here: points come
from `score.py`, once per distinct inputs, and are joined back.
"""

FORGET = """
DROP TABLE IF EXISTS trust_scope, trust_fact, trust_work, trust_confirmed, trust_input, trust_points,
    trust_shown, trust_described, trust_evidence, trust_listed, trust_new
"""

SCOPE_OF_IDS = """
CREATE TEMP TABLE trust_scope ON COMMIT DROP AS
SELECT id AS author_id FROM works_author WHERE id = ANY(%(ids)s)
"""

SCOPE_OF_RANGE = """
CREATE TEMP TABLE trust_scope ON COMMIT DROP AS
SELECT id AS author_id FROM works_author WHERE id BETWEEN %(first)s AND %(last)s
"""

# Which recognised sources list each work, by how many independent kinds, and how the work is shown as evidence.
FACTS = """
CREATE TEMP TABLE trust_fact ON COMMIT DROP AS
SELECT r.work_id, array_agg(DISTINCT r.source ORDER BY r.source) AS sources, count(DISTINCT k.kind) AS kinds
FROM works_sourcerecord r
JOIN unnest(%(sources)s::text[], %(kinds)s::text[], %(needs_assertion)s::bool[]) AS k(source, kind, needs_assertion)
    ON k.source = r.source AND (r.is_asserted OR NOT k.needs_assertion)
WHERE r.work_id IN (SELECT a.work_id FROM works_authorship a JOIN trust_scope USING (author_id))
GROUP BY r.work_id
"""

# The works of each author in the order of their page, so that the first six are the same on every machine.
WORKS = """
CREATE TEMP TABLE trust_work ON COMMIT DROP AS
SELECT a.author_id, a.work_id, f.sources, f.kinds,
       row_number() OVER listed AS place,
       count(*) FILTER (WHERE f.kinds >= 2) OVER listed AS corroborated_place
FROM works_authorship a
JOIN trust_scope USING (author_id)
JOIN trust_fact f ON f.work_id = a.work_id
WINDOW listed AS (PARTITION BY a.author_id ORDER BY a.list_rank NULLS LAST, a.work_id)
"""

# Close collaborators at L3 or above; of one institution (or of none known) at most two count. Their level is that
# of the researcher, not of the snapshot: in one pass over both, the snapshot would still be the old one.
CONFIRMED = """
CREATE TEMP TABLE trust_confirmed ON COMMIT DROP AS
SELECT author_id, other_id, name, slug, sort_key, level FROM (
    SELECT e.author_id, e.other_id, o.name, o.slug, o.sort_key, r.level,
           row_number() OVER (PARTITION BY e.author_id, o.institution_id ORDER BY o.sort_key, o.id) AS of_institution
    FROM profiles_researcher r
    JOIN graph_collaborationedge e ON e.other_id = r.author_id AND e.is_close
    JOIN trust_scope scope ON scope.author_id = e.author_id
    JOIN works_author o ON o.id = e.other_id AND o.removed_at IS NULL
    WHERE r.level >= %(confirmed_level)s
) counted WHERE of_institution <= %(per_institution)s
"""

# A held record has the level of its proofs; without proofs in force, and unclaimed, that of the record itself.
INPUTS = """
CREATE TEMP TABLE trust_input ON COMMIT DROP AS
SELECT scope.author_id,
       greatest(coalesce(held.level, 0), CASE WHEN w.works IS NULL THEN 0 ELSE 1 END) AS level,
       coalesce(w.works, 0) AS works, coalesce(w.corroborated, 0) AS corroborated,
       coalesce(c.confirmed, 0) AS confirmed, coalesce(f.followers, 0) AS followers
FROM trust_scope scope
LEFT JOIN (
    SELECT author_id, count(*) AS works, count(*) FILTER (WHERE kinds >= 2) AS corroborated
    FROM trust_work GROUP BY author_id
) w USING (author_id)
LEFT JOIN profiles_researcher held USING (author_id)
LEFT JOIN (SELECT author_id, count(*) AS confirmed FROM trust_confirmed GROUP BY author_id) c USING (author_id)
LEFT JOIN (
    SELECT follow.author_id, count(*) AS followers
    FROM profiles_researcher r
    JOIN profiles_follow follow ON follow.account_id = r.account_id
    WHERE r.level >= %(confirmed_level)s
      AND follow.since < now() - make_interval(days => %(follower_days)s)
    GROUP BY follow.author_id
) f USING (author_id)
"""

DISTINCT_INPUTS = (
    "SELECT DISTINCT level, works, corroborated, confirmed, followers FROM trust_input ORDER BY 1, 2, 3, 4, 5"
)

# Each component as text up to its evidence. Evidence is text too, and the whole is read as JSON once: put together
# as JSON, each level would take apart and copy what the one below it made.
POINTS = """
CREATE TEMP TABLE trust_points ON COMMIT DROP AS
SELECT * FROM unnest(
    %(level)s::int[], %(works)s::int[], %(corroborated)s::int[], %(confirmed)s::int[], %(followers)s::int[],
    %(score)s::int[], %(label)s::text[], %(of_identity)s::text[], %(of_record)s::text[], %(of_corroboration)s::text[],
    %(of_network)s::text[], %(of_community)s::text[]
) AS p(level, works, corroborated, confirmed, followers, score, label,
       of_identity, of_record, of_corroboration, of_network, of_community)
"""

# The works that are shown as evidence: the first few, and the first few of the corroborated ones.
SHOWN = """
CREATE TEMP TABLE trust_shown ON COMMIT DROP AS
SELECT author_id, work_id, place, corroborated_place, kinds >= 2 AS is_corroborated FROM trust_work
WHERE place <= %(shown)s OR (kinds >= 2 AND corroborated_place <= %(shown)s)
"""

# One text per work and use, made once and shared by the evidence of all its authors.
DESCRIBED = """
CREATE TEMP TABLE trust_described ON COMMIT DROP AS
SELECT DISTINCT ON (f.work_id) f.work_id, json_build_object(
    'title', w.title, 'path', %(works_path)s || w.slug || '-' || w.id || '/',
    'identifier', i.scheme || ':' || i.value, 'source', f.sources[1]
)::text AS as_listed, CASE WHEN f.kinds >= 2 THEN json_build_object(
    'title', w.title, 'path', %(works_path)s || w.slug || '-' || w.id || '/',
    'identifier', i.scheme || ':' || i.value, 'sources', f.sources
)::text END AS as_corroborated
FROM trust_fact f
JOIN works_work w ON w.id = f.work_id
LEFT JOIN works_workidentifier i ON i.work_id = f.work_id
WHERE f.work_id IN (SELECT work_id FROM trust_shown)
ORDER BY f.work_id, i.scheme <> w.source, i.scheme, i.value
"""

EVIDENCE = """
CREATE TEMP TABLE trust_evidence ON COMMIT DROP AS
SELECT s.author_id,
       '[' || string_agg(d.as_listed, ',' ORDER BY s.place) FILTER (WHERE s.place <= %(shown)s) || ']' AS record,
       '[' || string_agg(d.as_corroborated, ',' ORDER BY s.place)
           FILTER (WHERE s.is_corroborated AND s.corroborated_place <= %(shown)s) || ']' AS corroboration
FROM trust_shown s JOIN trust_described d USING (work_id) GROUP BY s.author_id
"""

# What the level rests on: the proofs of who holds the record, then the sources that list it.
LISTED = """
CREATE TEMP TABLE trust_listed ON COMMIT DROP AS
SELECT author_id, CASE WHEN held.proofs IS NULL THEN listed.sources::text
    ELSE (held.proofs || coalesce(listed.sources::jsonb, '[]'))::text END AS identity
FROM (
    SELECT author_id, json_agg(json_build_object('source', source, 'works', works) ORDER BY source) AS sources
    FROM (
        SELECT author_id, source, count(*) AS works FROM trust_work, unnest(sources) AS source
        GROUP BY author_id, source
    ) per_source GROUP BY author_id
) listed
FULL JOIN (
    SELECT author_id, proofs FROM profiles_researcher JOIN trust_scope USING (author_id)
) held USING (author_id)
"""

# Kept apart for those who have a snapshot to compare with; who has none gets theirs as it is made.
_SNAPSHOTS = """
WITH network AS (
    SELECT author_id, jsonb_agg(jsonb_build_object(
        'name', name, 'path', %(authors_path)s || slug || '-' || other_id || '/', 'level', level
    ) ORDER BY sort_key, other_id)::text AS network
    FROM (
        SELECT *, row_number() OVER (PARTITION BY author_id ORDER BY sort_key, other_id) AS place FROM trust_confirmed
    ) placed WHERE place <= %(shown)s GROUP BY author_id
)
SELECT i.author_id, p.score, p.label, i.level, (
    '[' || p.of_identity || coalesce(l.identity, '[]')
    || '},' || p.of_record || coalesce(e.record, '[]')
    || '},' || p.of_corroboration || coalesce(e.corroboration, '[]')
    || '},' || p.of_network || coalesce(n.network, '[]')
    || '},' || p.of_community || CASE WHEN i.followers = 0 THEN '[]' ELSE '[{"followers":' || i.followers || '}]' END
    || '}]'
)::jsonb AS components
FROM trust_input i
JOIN trust_points p USING (level, works, corroborated, confirmed, followers)
LEFT JOIN trust_listed l USING (author_id)
LEFT JOIN trust_evidence e USING (author_id)
LEFT JOIN network n USING (author_id)
WHERE {has_one} (SELECT FROM profiles_trustsnapshot s WHERE s.author_id = i.author_id AND s.is_current)
"""
SNAPSHOTS = "CREATE TEMP TABLE trust_new ON COMMIT DROP AS" + _SNAPSHOTS.replace("{has_one}", "EXISTS")

# What is as it was makes no new row: the history shows changes only.
DROP_UNCHANGED = """
DELETE FROM trust_new n USING profiles_trustsnapshot s
WHERE s.author_id = n.author_id AND s.is_current AND s.formula = %(formula)s
  AND s.score = n.score AND s.label = n.label AND s.level = n.level AND s.components = n.components
"""

RETIRE = """
UPDATE profiles_trustsnapshot s SET is_current = false FROM trust_new n
WHERE s.author_id = n.author_id AND s.is_current
"""

_RECORD = """
INSERT INTO profiles_trustsnapshot (author_id, score, label, level, formula, components, reason, is_current)
SELECT author_id, score, label, level, %(formula)s, components, %(reason)s, true FROM {made} ORDER BY author_id
"""
RECORD = _RECORD.replace("{made}", "trust_new")
RECORD_FIRST = _RECORD.replace("{made}", "(" + _SNAPSHOTS.replace("{has_one}", "NOT EXISTS") + ") made")
