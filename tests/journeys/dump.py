"""Everything that imports and workers write, in a form that two runs can be compared by: no numbers, no times."""

from django.db import connection

# Who an author is, whatever id they got: their name and the titles of their works.
AUTHOR = """
    WITH author AS (
        SELECT u.*, u.name || ': ' || coalesce(string_agg(w.title, '; ' ORDER BY w.title), '') AS who
        FROM works_author u
        LEFT JOIN works_authorship a ON a.author_id = u.id LEFT JOIN works_work w ON w.id = a.work_id
        GROUP BY u.id
    )
"""
PARTS = {
    "authors": """
        SELECT who, slug, sort_key, works_count, topics_count, collaborators_count, close_collaborators_count,
            first_year, last_year FROM author
    """,
    "names": "SELECT who, n.printed, n.folded, n.uses FROM works_authorname n JOIN author u ON u.id = n.author_id",
    "works": """
        SELECT title, slug, kind, source, year, updated_on, first_on, abstract, authors_count, topics_count, team,
            (SELECT jsonb_agg(line -> 1 ORDER BY nr) FROM jsonb_array_elements(byline) WITH ORDINALITY l(line, nr))
        FROM works_work
    """,
    "bylines": """
        SELECT w.title, a.position, a.name, a.block, a.list_rank, u.who
        FROM works_authorship a JOIN works_work w ON w.id = a.work_id LEFT JOIN author u ON u.id = a.author_id
    """,
    "topics": """
        SELECT t.code, t.works_count, t.people_count, w.title, wt.position FROM works_topic t
        LEFT JOIN works_worktopic wt ON wt.topic_id = t.id LEFT JOIN works_work w ON w.id = wt.work_id
    """,
    "provenance": """
        SELECT r.key, encode(r.digest, 'hex'), r.number, r.is_shown, w.title
        FROM works_sourcerecord r LEFT JOIN works_work w ON w.id = r.work_id
    """,
    "versions": "SELECT w.title, v.number, v.label, v.url FROM works_version v JOIN works_work w ON w.id = v.work_id",
    "edges": """
        SELECT one.who, other.who, e.shared, e.weight, e.is_close FROM graph_collaborationedge e
        JOIN author one ON one.id = e.author_id JOIN author other ON other.id = e.other_id
    """,
    "trust": """
        SELECT who, s.score, s.label, s.level, s.formula, s.is_current,
            (SELECT jsonb_agg(c - 'evidence' ORDER BY c ->> 'name') FROM jsonb_array_elements(s.components) c)
        FROM profiles_trustsnapshot s JOIN author u ON u.id = s.author_id
    """,
    "figures": "SELECT name, value FROM works_sitefigure",
    "marks": "SELECT kind, count(*) FROM works_stalemark GROUP BY kind",
    "blocks": "SELECT block, count(*) FROM works_staleblock GROUP BY block",
}


def dump() -> dict[str, list[str]]:
    """The rows of every part as sorted texts."""
    found = {}
    with connection.cursor() as cursor:
        for part, statement in PARTS.items():
            cursor.execute(AUTHOR + statement)
            found[part] = sorted(repr(row) for row in cursor.fetchall())
    return found


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    """The first rows of each part that stand in one of the two only."""
    return {part: sorted(set(one[part]) ^ set(other[part]))[:4] for part in one if one[part] != other[part]}
