"""Figures that pages show, refreshed by sets: counts, lists in their order, printed names, bylines.

The statements work on the authors in the temporary table `touched`, or on everybody (`Scope`). Refreshing a tenth
of everybody costs as much as everybody, so this runs once after an import, not once a batch (`speed.md`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from works.record.addresses import fold, slug_of
from works.record.bulk import copy_rows, read_whole_tables
from works.record.names import sort_key
from works.record.subjects import institutions, marks, topics
from works.record.teams import BYLINE_LENGTH


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures a statement is about: `authors` is a table with their ids, `mine` tells whether `a` is theirs.

    A table of everybody beside that of authors would be read and hashed in every statement for nothing.
    """

    is_everybody: bool

    @property
    def authors(self) -> str:
        return "works_author" if self.is_everybody else "touched"

    @property
    def mine(self) -> str:
        return "a.author_id IS NOT NULL" if self.is_everybody else "a.author_id IN (SELECT id FROM touched)"

    def of(self, statement: str) -> str:
        """The statement about these authors."""
        return statement.replace("{authors}", self.authors).replace("{mine}", self.mine)


# Names that their holder keeps to themself are nobody's printed names (`identity/private_names.py`).
PRINTED = """
    CREATE TEMPORARY TABLE printed ON COMMIT DROP AS
    SELECT a.author_id, a.name, count(*) AS uses
    FROM works_authorship a LEFT JOIN works_privatename p ON p.author_id = a.author_id AND p.name = a.name
    WHERE {mine} AND p.id IS NULL GROUP BY a.author_id, a.name
"""

NAMES_GONE = """
    DELETE FROM works_authorname a WHERE {mine}
    AND NOT EXISTS (SELECT FROM printed p WHERE p.author_id = a.author_id AND p.name = a.printed)
"""

NAMES_KEPT = """
    UPDATE works_authorname n SET uses = p.uses FROM printed p
    WHERE p.author_id = n.author_id AND p.name = n.printed AND p.uses <> n.uses
"""

NAMES_NEW = """
    SELECT p.author_id, p.name, p.uses FROM printed p
    LEFT JOIN works_authorname n ON n.author_id = p.author_id AND n.printed = p.name
    WHERE n.id IS NULL ORDER BY p.author_id, p.name
"""

# An identifier belongs to the author on whose places it stands most often; one that somebody gave stays.
IDENTIFIERS_GONE = """
    DELETE FROM works_authoridentifier a
    WHERE {mine} AND a.source = 'byline' AND NOT a.is_decided AND NOT EXISTS (
        SELECT FROM works_authorship b
        WHERE b.author_id = a.author_id AND a.scheme || ':' || a.value = ANY(b.identifiers)
    )
"""

IDENTIFIERS_NEW = """
    INSERT INTO works_authoridentifier (scheme, value, author_id, source)
    SELECT DISTINCT ON (printed) split_part(printed, ':', 1), substr(printed, strpos(printed, ':') + 1), author_id,
        'byline'
    FROM (
        SELECT unnest(a.identifiers) AS printed, a.author_id, count(*) AS uses
        FROM works_authorship a WHERE {mine} AND a.identifiers <> '{}' GROUP BY 1, 2
    ) found
    WHERE split_part(printed, ':', 1) = ANY(%s)
    ORDER BY printed, uses DESC, author_id
    ON CONFLICT DO NOTHING
"""
# Schemes whose identifiers name a person; the lists that a query gave do not.
PERSONAL = ["dblp", "openalex", "orcid"]

# The display name: spelled out before initials, then the one printed most often, then the longest.
RENAMED = """
    SELECT r.author_id, r.printed FROM (
        SELECT DISTINCT ON (a.author_id) a.author_id, a.printed FROM works_authorname a WHERE {mine}
        ORDER BY a.author_id, (a.folded ~ '^[[:alpha:]]{2,} ') DESC, a.uses DESC, length(a.printed) DESC, a.printed
    ) r JOIN works_author u ON u.id = r.author_id WHERE u.name <> r.printed
"""
RENAME = """
    UPDATE works_author u SET name = n.name, slug = n.slug, sort_key = n.sort_key
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS n(id, name, slug, sort_key)
    WHERE n.id = u.id
"""

# Counted once: the topics of an author; of everybody, the people of a topic too (`subjects/topics.py`).
ABOUT = """
    CREATE TEMPORARY TABLE author_topics ON COMMIT DROP AS
    SELECT wt.topic_id, a.author_id, count(*) AS works
    FROM works_authorship a JOIN works_worktopic wt ON wt.work_id = a.work_id
    WHERE {mine} GROUP BY wt.topic_id, a.author_id
"""

# The version goes up where no figure changed too: the page lists works, and a title may have.
COUNTS = """
    WITH of_year AS (
        SELECT a.author_id, w.year, count(*) AS works
        FROM works_authorship a JOIN works_work w ON w.id = a.work_id WHERE {mine} GROUP BY a.author_id, w.year
    ), counted AS (
        SELECT author_id, sum(works) AS works, min(year) AS first_year, max(year) AS last_year,
            jsonb_agg(jsonb_build_array(year, works) ORDER BY year) FILTER (WHERE year IS NOT NULL) AS years
        FROM of_year GROUP BY author_id
    ), about AS (
        SELECT author_id, count(*) AS topics FROM author_topics GROUP BY author_id
    ), newest AS (
        SELECT DISTINCT ON (a.author_id) a.author_id, ai.institution_id
        FROM works_authorshipinstitution ai JOIN works_authorship a ON a.id = ai.authorship_id
        JOIN works_work w ON w.id = a.work_id WHERE {mine}
        ORDER BY a.author_id, w.updated_on DESC NULLS LAST, w.id DESC, ai.institution_id
    )
    UPDATE works_author u SET
        works_count = coalesce(counted.works, 0), first_year = counted.first_year, last_year = counted.last_year,
        topics_count = coalesce(about.topics, 0), institution_id = newest.institution_id,
        years = coalesce(counted.years, '[]'), version = u.version + 1
    FROM {authors} t LEFT JOIN counted ON counted.author_id = t.id LEFT JOIN about ON about.author_id = t.id
    LEFT JOIN newest ON newest.author_id = t.id
    WHERE t.id = u.id
"""

RANKS = """
    UPDATE works_authorship u SET list_rank = r.rank
    FROM (
        SELECT a.id, row_number() OVER (
            PARTITION BY a.author_id ORDER BY w.year DESC NULLS LAST, w.title_key COLLATE "C", w.id
        ) AS rank
        FROM works_authorship a JOIN works_work w ON w.id = a.work_id WHERE {mine}
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
            SELECT x.work_id FROM works_authorship x JOIN {authors} t ON t.id = x.author_id
        )
        GROUP BY a.work_id
    ) b
    WHERE b.work_id = u.id AND u.byline IS DISTINCT FROM b.byline
    RETURNING u.id
    )
    UPDATE works_author o SET version = o.version + 1
    FROM (SELECT DISTINCT a.author_id FROM works_authorship a JOIN changed c ON c.id = a.work_id) readers
    WHERE readers.author_id = o.id AND NOT EXISTS (SELECT FROM {authors} t WHERE t.id = o.id)
"""

SITE = """
    INSERT INTO works_sitefigure (name, value)
    SELECT 'researchers', count(*) FROM works_author WHERE works_count > 0 AND removed_at IS NULL
    UNION ALL SELECT 'works', count(*) FROM works_work
    UNION ALL SELECT 'topics', count(*) FROM works_topic WHERE works_count > 0
    UNION ALL SELECT 'institutions', count(*) FROM works_institution WHERE works_count > 0
    ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE works_sitefigure.value <> excluded.value
"""


def _touch(cursor: CursorWrapper, author_ids: Sequence[int]) -> None:
    cursor.execute("DROP TABLE IF EXISTS touched")
    cursor.execute("CREATE TEMPORARY TABLE touched (id bigint PRIMARY KEY) ON COMMIT DROP")
    cursor.execute("INSERT INTO touched SELECT id FROM works_author WHERE id = ANY(%s)", [sorted(set(author_ids))])
    cursor.execute("ANALYZE touched")


def _count(cursor: CursorWrapper, scope: Scope) -> None:
    cursor.execute("DROP TABLE IF EXISTS author_topics, topic_people")
    cursor.execute(scope.of(ABOUT))
    cursor.execute("ANALYZE author_topics")
    cursor.execute(scope.of(COUNTS))


def _name(cursor: CursorWrapper, scope: Scope) -> None:
    cursor.execute("DROP TABLE IF EXISTS printed")
    cursor.execute(scope.of(PRINTED))
    cursor.execute("ANALYZE printed")
    cursor.execute(scope.of(NAMES_GONE))
    cursor.execute(NAMES_KEPT)
    cursor.execute(NAMES_NEW)
    copy_rows(
        "works_authorname",
        "author_id printed folded uses",
        "int8 varchar varchar int4",
        [(author, name, fold(name)[:300], uses) for author, name, uses in cursor.fetchall()],
    )
    _rename(cursor, scope)
    cursor.execute(scope.of(IDENTIFIERS_GONE))
    cursor.execute(scope.of(IDENTIFIERS_NEW), [PERSONAL])


def _rename(cursor: CursorWrapper, scope: Scope) -> None:
    cursor.execute(scope.of(RENAMED))
    renamed = cursor.fetchall()
    names = [name for _, name in renamed]
    cursor.execute(RENAME, [[pk for pk, _ in renamed], names, [*map(slug_of, names)], [*map(sort_key, names)]])


def _rank(cursor: CursorWrapper, scope: Scope) -> None:
    cursor.execute(scope.of(RANKS))


def _write_bylines(cursor: CursorWrapper, scope: Scope) -> None:
    cursor.execute(scope.of(BYLINES), [BYLINE_LENGTH])


Step = Callable[[CursorWrapper, Scope], None]
# In this order: bylines show the names, topics and institutions list those who are counted.
OF_AUTHORS: dict[str, Step] = {
    "author figures": _count,
    "printed names and identifiers": _name,
    "places in lists of works": _rank,
    "bylines": _write_bylines,
}
OF_EVERYBODY: dict[str, Step] = OF_AUTHORS | {
    "topics": lambda cursor, _: topics.refresh_everything(cursor),
    "institutions": lambda cursor, _: institutions.refresh(cursor, None),
    "site": lambda cursor, _: count_site(cursor),
}


@transaction.atomic
def refresh(author_ids: Sequence[int] | None) -> None:
    """Bring the stored figures of these authors up to date, with printed names and display name, list order and
    bylines of their works; their topics and institutions are marked, to be counted when nobody waits (`subjects`).
    None stands for everybody, every topic and institution, and the counts of the site.

    Raises nothing of its own; ids without an author are passed over.
    """
    scope = Scope(is_everybody=author_ids is None)
    with connection.cursor() as cursor:
        if author_ids is None:
            read_whole_tables()
        else:
            _touch(cursor, author_ids)
        for step in (OF_EVERYBODY if scope.is_everybody else OF_AUTHORS).values():
            step(cursor, scope)
        if not scope.is_everybody:
            marks.mark_touched(cursor)


def count_site(cursor: CursorWrapper) -> None:
    """The counts of the home page."""
    cursor.execute(SITE)
