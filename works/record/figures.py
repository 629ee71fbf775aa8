"""Figures that pages show, refreshed by sets: counts, lists in their order, printed names, bylines.

Every statement works on the authors in the temporary table `touched`. Refreshing a tenth of everybody
costs as much as everybody, so this runs once after an import, not once a batch (`speed.md`).
"""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from works.record.addresses import fold, slug_of
from works.record.bulk import copy_rows
from works.record.names import sort_key
from works.record.subjects import institutions, topics

BYLINE_LENGTH = 20

# Names that their holder keeps to themself are nobody's printed names (`identity/private_names.py`).
PRINTED = """
    SELECT a.author_id, a.name, count(*) AS uses
    FROM works_authorship a JOIN touched t ON t.id = a.author_id
    LEFT JOIN works_privatename p ON p.author_id = a.author_id AND p.name = a.name
    WHERE p.id IS NULL GROUP BY a.author_id, a.name
"""

NAMES_GONE = f"""
    WITH printed AS ({PRINTED})
    DELETE FROM works_authorname n USING touched t WHERE n.author_id = t.id
    AND NOT EXISTS (SELECT FROM printed p WHERE p.author_id = n.author_id AND p.name = n.printed)
"""  # noqa: S608

NAMES_KEPT = f"""
    WITH printed AS ({PRINTED})
    UPDATE works_authorname n SET uses = p.uses FROM printed p
    WHERE p.author_id = n.author_id AND p.name = n.printed AND p.uses <> n.uses
"""  # noqa: S608

NAMES_NEW = f"""
    WITH printed AS ({PRINTED})
    SELECT p.author_id, p.name, p.uses FROM printed p
    LEFT JOIN works_authorname n ON n.author_id = p.author_id AND n.printed = p.name
    WHERE n.id IS NULL ORDER BY p.author_id, p.name
"""  # noqa: S608

# An identifier belongs to the author on whose places it stands most often; one that somebody gave stays.
IDENTIFIERS_GONE = """
    DELETE FROM works_authoridentifier i USING touched t
    WHERE i.author_id = t.id AND i.source = 'byline' AND NOT i.is_decided AND NOT EXISTS (
        SELECT FROM works_authorship a WHERE a.author_id = t.id AND i.scheme || ':' || i.value = ANY(a.identifiers)
    )
"""

IDENTIFIERS_NEW = """
    INSERT INTO works_authoridentifier (scheme, value, author_id, source)
    SELECT DISTINCT ON (printed) split_part(printed, ':', 1), substr(printed, strpos(printed, ':') + 1), author_id,
        'byline'
    FROM (
        SELECT unnest(a.identifiers) AS printed, a.author_id, count(*) AS uses
        FROM works_authorship a JOIN touched t ON t.id = a.author_id
        WHERE a.identifiers <> '{}' GROUP BY 1, 2
    ) found
    WHERE split_part(printed, ':', 1) = ANY(%s)
    ORDER BY printed, uses DESC, author_id
    ON CONFLICT DO NOTHING
"""
# Schemes whose identifiers name a person; the lists that a query gave do not.
PERSONAL = ["dblp", "openalex", "orcid"]

# The display name: spelled out before initials, then the one printed most often, then the longest.
RENAMED = """
    SELECT DISTINCT ON (n.author_id) n.author_id, n.printed
    FROM works_authorname n JOIN touched t ON t.id = n.author_id
    ORDER BY n.author_id, (n.folded ~ '^[[:alpha:]]{2,} ') DESC, n.uses DESC, length(n.printed) DESC, n.printed
"""

COUNTS = """
    UPDATE works_author u SET
        works_count = f.works, first_year = f.first_year, last_year = f.last_year, topics_count = f.topics,
        institution_id = f.institution, years = f.years, version = u.version + 1
    FROM (
        SELECT t.id, count(w.id) AS works, min(w.year) AS first_year, max(w.year) AS last_year,
            coalesce(max(p.topics), 0) AS topics, max(i.institution_id) AS institution,
            coalesce((array_agg(y.years))[1], '[]') AS years
        FROM touched t
        LEFT JOIN works_authorship a ON a.author_id = t.id
        LEFT JOIN works_work w ON w.id = a.work_id
        LEFT JOIN (
            SELECT author_id, count(*) AS topics FROM topic_people JOIN touched ON touched.id = author_id
            GROUP BY author_id
        ) p ON p.author_id = t.id
        LEFT JOIN (
            SELECT DISTINCT ON (a.author_id) a.author_id, ai.institution_id
            FROM works_authorship a JOIN touched t ON t.id = a.author_id
            JOIN works_authorshipinstitution ai ON ai.authorship_id = a.id
            JOIN works_work w ON w.id = a.work_id
            ORDER BY a.author_id, w.updated_on DESC NULLS LAST, w.id DESC, ai.institution_id
        ) i ON i.author_id = t.id
        LEFT JOIN (
            SELECT author_id, jsonb_agg(jsonb_build_array(year, works) ORDER BY year) AS years
            FROM (
                SELECT a.author_id, w.year, count(*) AS works
                FROM works_authorship a JOIN touched t ON t.id = a.author_id JOIN works_work w ON w.id = a.work_id
                WHERE w.year IS NOT NULL GROUP BY a.author_id, w.year
            ) counted GROUP BY author_id
        ) y ON y.author_id = t.id
        GROUP BY t.id
    ) f
    WHERE f.id = u.id
"""

RANKS = """
    UPDATE works_authorship u SET list_rank = r.rank
    FROM (
        SELECT a.id, row_number() OVER (
            PARTITION BY a.author_id ORDER BY w.year DESC NULLS LAST, w.title_key COLLATE "C", w.id
        ) AS rank
        FROM works_authorship a JOIN touched t ON t.id = a.author_id JOIN works_work w ON w.id = a.work_id
    ) r
    WHERE r.id = u.id AND u.list_rank IS DISTINCT FROM r.rank
"""

# Who is not touched but stands on a byline that changed shows it too.
BYLINES = """
    WITH changed AS (
    UPDATE works_work u SET byline = b.byline, version = u.version + 1
    FROM (
        SELECT a.work_id, jsonb_agg(jsonb_build_array(
            o.id, CASE WHEN p.id IS NOT NULL AND o.id IS NOT NULL THEN o.name ELSE a.name END, o.slug
        ) ORDER BY a.position) AS byline
        FROM works_authorship a LEFT JOIN works_author o ON o.id = a.author_id AND o.removed_at IS NULL
        LEFT JOIN works_privatename p ON p.author_id = a.author_id AND p.name = a.name
        WHERE a.position <= %s AND a.work_id IN (
            SELECT x.work_id FROM works_authorship x JOIN touched t ON t.id = x.author_id
        )
        GROUP BY a.work_id
    ) b
    WHERE b.work_id = u.id AND u.byline IS DISTINCT FROM b.byline
    RETURNING u.id
    )
    UPDATE works_author o SET version = o.version + 1
    FROM (SELECT DISTINCT a.author_id FROM works_authorship a JOIN changed c ON c.id = a.work_id) readers
    WHERE readers.author_id = o.id AND NOT EXISTS (SELECT FROM touched t WHERE t.id = o.id)
"""

SITE = """
    INSERT INTO works_sitefigure (name, value)
    SELECT 'researchers', count(*) FROM works_author WHERE works_count > 0 AND removed_at IS NULL
    UNION ALL SELECT 'works', count(*) FROM works_work
    UNION ALL SELECT 'topics', count(*) FROM works_topic WHERE works_count > 0
    UNION ALL SELECT 'institutions', count(*) FROM works_institution WHERE works_count > 0
    ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE works_sitefigure.value <> excluded.value
"""


@transaction.atomic
def refresh(author_ids: Sequence[int] | None) -> None:
    """Bring the stored figures of these authors (None: of everybody) up to date, and what hangs on them:
    printed names and display name, list order, bylines of their works, figures of their topics and
    institutions (`record/subjects`), counts of the site. Raises nothing of its own; ids without an author are
    passed over.
    """
    is_everybody = author_ids is None
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS touched")
        cursor.execute("CREATE TEMPORARY TABLE touched (id bigint PRIMARY KEY) ON COMMIT DROP")
        if author_ids is None:
            cursor.execute("INSERT INTO touched SELECT id FROM works_author")
        else:
            cursor.execute(
                "INSERT INTO touched SELECT id FROM works_author WHERE id = ANY(%s)", [sorted(set(author_ids))]
            )
        cursor.execute("ANALYZE touched")
        _refresh_names(cursor)
        _rename(cursor)
        cursor.execute(IDENTIFIERS_GONE)
        cursor.execute(IDENTIFIERS_NEW, [PERSONAL])
        topics.gather(cursor, is_everybody=is_everybody)
        for statement in (COUNTS, RANKS):
            cursor.execute(statement)
        cursor.execute(BYLINES, [BYLINE_LENGTH])
        topics.refresh(cursor)
        institutions.refresh(cursor, is_everybody=is_everybody)
        cursor.execute(SITE)


def _refresh_names(cursor: CursorWrapper) -> None:
    cursor.execute(NAMES_GONE)
    cursor.execute(NAMES_KEPT)
    cursor.execute(NAMES_NEW)
    copy_rows(
        "works_authorname",
        "author_id printed folded uses",
        "int8 varchar varchar int4",
        [(author, name, fold(name)[:300], uses) for author, name, uses in cursor.fetchall()],
    )


def _rename(cursor: CursorWrapper) -> None:
    cursor.execute(
        f"SELECT r.author_id, r.printed FROM ({RENAMED}) r JOIN works_author u ON u.id = r.author_id"  # noqa: S608
        " WHERE u.name <> r.printed"
    )
    renamed = cursor.fetchall()
    cursor.execute(
        """
        UPDATE works_author u SET name = n.name, slug = n.slug, sort_key = n.sort_key
        FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS n(id, name, slug, sort_key)
        WHERE n.id = u.id
        """,
        [
            [pk for pk, _ in renamed],
            [name for _, name in renamed],
            [slug_of(name) for _, name in renamed],
            [sort_key(name) for _, name in renamed],
        ],
    )
