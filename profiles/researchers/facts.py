"""What the profile page needs of an author before it knows whether it has to be rendered: one row, one query.

Written out as SQL: the page is asked for more than any other, and building this query took the ORM three times
as long as the database took to answer it.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bzpeer.db.prepared import prepared_cursor
from graph.slices.services import FORMAT
from profiles.researchers.models import WorkChoice
from works.record.addresses import PREFIXES, path_of
from works.record.names import address_name

FACTS = f"""
SELECT a.id, a.slug, a.name, a.works_count, a.topics_count, a.close_collaborators_count, a.collaborators_count,
       a.years::text, a.version,
       a.removed_at IS NOT NULL AS is_removed,
       i.id AS institution_id, i.slug AS institution_slug, i.name AS institution_name, i.version AS institution_version,
       s.id AS snapshot_id, s.score, s.label, s.level,
       jsonb_path_query_array(s.components, '$[*].points')::text AS points,
       CASE WHEN NOT g.is_stale AND g.format >= {FORMAT} AND g.svg <> '' THEN g.computed_at END AS slice_at,
       coalesce(f.followers, 0) AS followers,
       r.account_id AS holder_id, r.version AS held_version,
       coalesce(r.is_open AND (r.open_until IS NULL OR r.open_until > now()), true) AS is_open,
       coalesce(r.hides_score, false) AS hides_score,
       EXISTS (SELECT FROM profiles_case d WHERE d.author_id = a.id AND d.kind = 'dispute' AND d.state = 'open')
           AS is_disputed,
       CASE WHEN r.id IS NOT NULL THEN jsonb_build_object(
           'bio', r.bio, 'pronouns', r.pronouns, 'photo', r.photo, 'links', r.links, 'hidden', r.hidden_fields,
           'engines', r.hides_from_engines,
           'taken', (SELECT jsonb_agg(x.field ORDER BY x.field) FROM profiles_hiddentext x
                     WHERE x.author_id = a.id AND x.shown_again_at IS NULL),
           'proofs', r.proofs, 'until', r.level_until, 'since', r.since,
           'claim', (SELECT jsonb_build_object('id', k.id, 'rule', k.rule, 'decided', k.decided_at)
                     FROM profiles_claim k WHERE k.author_id = a.id AND k.state = 'approved'),
           'works', (SELECT jsonb_agg(jsonb_build_array(c.kind, c.work_id) ORDER BY c.place, c.work_id)
                     FROM profiles_workchoice c
                     JOIN works_authorship b ON b.work_id = c.work_id AND b.author_id = a.id
                     WHERE c.researcher_id = r.id)
       )::text END AS held,
       -- Everybody of one name stands together in the index of the directory; a thousand are enough to count.
       (SELECT count(*) FROM (SELECT FROM works_author n WHERE n.sort_key = a.sort_key AND n.removed_at IS NULL
                              LIMIT 1000) same) AS namesakes,
       -- What was split off, or the record that it went into since.
       (SELECT jsonb_agg(jsonb_build_array(o.id, o.slug, o.name) ORDER BY k.id)
        FROM works_authorchange k LEFT JOIN works_authorredirect m ON m.old_id = k.other_id
        JOIN works_author o ON o.id = coalesce(m.author_id, k.other_id) AND o.id <> a.id AND o.removed_at IS NULL
        WHERE k.kept_id = a.id AND k.kind = 'split' AND k.undone_at IS NULL)::text AS parted
FROM works_author a
LEFT JOIN profiles_researcher r ON r.author_id = a.id
LEFT JOIN works_institution i ON i.id = coalesce(r.institution_id, a.institution_id)
LEFT JOIN profiles_trustsnapshot s ON s.author_id = a.id AND s.is_current
LEFT JOIN graph_graphslice g ON g.kind = 'author' AND g.object_id = a.id
LEFT JOIN profiles_followfigure f ON f.author_id = a.id
WHERE a.id = %s
"""  # noqa: S608 - the one thing put in is a number of ours


@dataclass(frozen=True, slots=True)
class ResearcherFacts:
    """One author with what other rooms know of them.

    `years` are `[[year, works], …]` as JSON. `snapshot_id` and what follows it is None while no snapshot is computed;
    `points` are those of its components,
    in their order, as a JSON array. `slice_at` is None unless the slice is there and follows from the record.
    `holder_id` is the account that holds the record, None while it is unclaimed; `held` is what the holder says, as
    JSON (`holding.py` reads it), and `is_disputed` that it is being decided who they are. `namesakes` counts everybody
    of this name, the author too; `parted` is what splits made of the record, as JSON.
    """

    pk: int
    slug: str
    name: str
    works_count: int
    topics_count: int
    close_collaborators_count: int
    collaborators_count: int
    years: str
    version: int
    is_removed: bool
    institution_id: int | None
    institution_slug: str | None
    institution_name: str | None
    institution_version: int | None
    snapshot_id: int | None
    score: int | None
    label: str | None
    level: int | None
    points: str | None
    slice_at: Any
    followers: int
    holder_id: int | None
    held_version: int | None
    is_open: bool
    hides_score: bool
    is_disputed: bool
    held: str | None
    namesakes: int
    parted: str | None

    @property
    def namesakes_path(self) -> str:
        """The page of everybody of this name, where there are others."""
        name = address_name(self.name)
        return f"/{PREFIXES['author']}/namesakes/{quote(name)}/" if self.namesakes > 1 and name else ""

    @property
    def split_off(self) -> list[tuple[str, str]]:
        """Names and addresses of the records that a split made of this one."""
        return [(name, path_of("author", slug, pk)) for pk, slug, name in json.loads(self.parted or "[]")]

    @property
    def works_shown(self) -> int:
        """How many works everybody sees: those that the holder leaves out of the list are not counted."""
        choices = (json.loads(self.held)["works"] if self.held else None) or ()
        return max(0, self.works_count - sum(kind == WorkChoice.Kind.HIDDEN for kind, _ in choices))

    @property
    def works_by_year(self) -> dict[int, int]:
        """How many works each year has that has any."""
        return dict(json.loads(self.years))

    @property
    def is_claimed(self) -> bool:
        """Whether an account holds the record."""
        return self.holder_id is not None

    @property
    def institution_path(self) -> str:
        """The address of the current institution; empty where none is known."""
        if self.institution_id is None or self.institution_slug is None:
            return ""
        return path_of("institution", self.institution_slug, self.institution_id)

    def get_absolute_url(self) -> str:
        """The one true address."""
        return path_of("author", self.slug, self.pk)

    def stamp(self) -> str:
        """Names everything here that a page shows: the version of a stored answer."""
        return "\n".join(
            str(part)
            for part in (
                self.pk, self.version, self.institution_id, self.institution_version, self.snapshot_id, self.slice_at,
                self.followers, self.holder_id, self.is_open, self.is_disputed, self.hides_score, self.held_version,
                self.held, self.namesakes, self.parted,
            )
        )  # fmt: skip


def researcher_facts(pk: int) -> ResearcherFacts | None:
    """The facts about an author, removed ones included, or None. One query."""
    with prepared_cursor() as cursor:
        cursor.execute(FACTS, [pk])
        row = cursor.fetchone()
    return ResearcherFacts(*row) if row else None
