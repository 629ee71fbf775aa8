"""Everything that imports and workers write, in a form that two runs can be compared by: no numbers, no times.

`python -m tests.journeys.dump` writes it as JSON.
"""

import json
import sys

import django
from django.db import connection

# Who an author is, whatever id they got: their name and the titles of their works. What an institution is: its
# name and identifiers.
AUTHOR = """
    WITH place AS (
        SELECT i.*, i.name || coalesce(' ' || string_agg(x.value, ' ' ORDER BY x.scheme, x.value), '') AS what
        FROM works_institution i
        LEFT JOIN works_institutionidentifier x ON x.institution_id = i.id AND x.scheme <> 'domain'
        GROUP BY i.id
    ), author AS (
        SELECT u.*, u.name || ': ' || coalesce(string_agg(w.title, '; ' ORDER BY w.title), '') AS who
        FROM works_author u
        LEFT JOIN works_authorship a ON a.author_id = u.id LEFT JOIN works_work w ON w.id = a.work_id
        GROUP BY u.id
    )
"""
PARTS = {
    "authors": """
        SELECT who, slug, sort_key, works_count, topics_count, collaborators_count, close_collaborators_count,
            first_year, last_year, what
        FROM author LEFT JOIN (SELECT id AS place_id, what FROM place) p ON p.place_id = author.institution_id
    """,
    "author identifiers": """
        SELECT who, i.scheme, i.value, i.source, i.is_decided
        FROM works_authoridentifier i JOIN author u ON u.id = i.author_id
    """,
    "names": "SELECT who, n.printed, n.folded, n.uses FROM works_authorname n JOIN author u ON u.id = n.author_id",
    "works": """
        SELECT title, slug, title_key, kind, source, year, updated_on, first_on, abstract, is_abstract_cut, is_open,
            comment, published_in, citations_count, is_retracted, links, origins, authors_count, topics_count, team,
            (SELECT jsonb_agg(line -> 1 ORDER BY nr) FROM jsonb_array_elements(byline) WITH ORDINALITY l(line, nr))
        FROM works_work
    """,
    "bylines": """
        SELECT w.title, a.position, a.name, a.block, a.affiliations, a.identifiers, a.list_rank, u.who, array(
            SELECT what FROM works_authorshipinstitution i JOIN place p ON p.id = i.institution_id
            WHERE i.authorship_id = a.id ORDER BY what
        )
        FROM works_authorship a JOIN works_work w ON w.id = a.work_id LEFT JOIN author u ON u.id = a.author_id
    """,
    "topics": """
        SELECT t.scheme, t.code, t.name, t.slug, t.description, up.code, t.works_count, t.people_count,
            w.title, wt.position
        FROM works_topic t LEFT JOIN works_topic up ON up.id = t.parent_id
        JOIN works_worktopic wt ON wt.topic_id = t.id JOIN works_work w ON w.id = wt.work_id
    """,
    "topics of no work": """
        SELECT t.scheme, t.code, t.name, t.slug, t.description, up.code, t.people_count
        FROM works_topic t LEFT JOIN works_topic up ON up.id = t.parent_id WHERE t.works_count = 0
    """,
    "provenance": """
        SELECT r.source, r.key, encode(r.digest, 'hex'), r.number, r.updated_on, r.is_shown, md5(r.body), w.title,
            u.who, p.what, t.scheme, t.code
        FROM works_sourcerecord r LEFT JOIN works_work w ON w.id = r.work_id LEFT JOIN author u ON u.id = r.author_id
        LEFT JOIN place p ON p.id = r.institution_id LEFT JOIN works_topic t ON t.id = r.topic_id
    """,
    "found by": "SELECT source, key, encode(digest, 'hex'), matched_by FROM works_sourcerecord",
    "identifiers": """
        SELECT w.title, i.scheme, i.value FROM works_workidentifier i JOIN works_work w ON w.id = i.work_id
    """,
    "identifiers given by": "SELECT scheme, value, source FROM works_workidentifier",
    "match cases": """
        SELECT m.scheme, m.value, one.title, other.title, m.source, m.verdict FROM works_matchcase m
        LEFT JOIN works_work one ON one.id = m.holder LEFT JOIN works_work other ON other.id = m.other
    """,
    "versions": """
        SELECT w.title, v.source, v.number, v.label, v.url, v.dated_on
        FROM works_version v JOIN works_work w ON w.id = v.work_id
    """,
    "institutions": """
        SELECT what, slug, name_key, city, country, country_code, kinds, website, established, is_withdrawn, source,
            works_count, people_count FROM place
    """,
    "institution names": """
        SELECT what, n.printed, n.folded, n.language, n.kind
        FROM works_institutionname n JOIN place p ON p.id = n.institution_id
    """,
    "institution identifiers": """
        SELECT what, i.scheme, i.value FROM works_institutionidentifier i JOIN place p ON p.id = i.institution_id
    """,
    "institution relations": """
        SELECT one.what, r.kind, other.what FROM works_institutionrelation r
        JOIN place one ON one.id = r.institution_id JOIN place other ON other.id = r.other_id
    """,
    "redirects": """
        SELECT 'institution', what FROM works_institutionredirect r JOIN place p ON p.id = r.institution_id
        UNION ALL SELECT 'work', title FROM works_workredirect r JOIN works_work w ON w.id = r.work_id
    """,
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


# What the sources say, whoever said it first. Topics whose works another source came to place are not in it.
RECORD = (
    "authors", "names", "works", "bylines", "versions", "identifiers", "topics", "provenance", "institutions",
    "institution names", "institution identifiers", "institution relations", "author identifiers", "match cases",
    "edges",
)  # fmt: skip


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    """The first rows of each part that stand in one of the two only."""
    return {part: sorted(set(one[part]) ^ set(other[part]))[:4] for part in one if one[part] != other[part]}


if __name__ == "__main__":
    django.setup()
    json.dump(dump(), sys.stdout)
