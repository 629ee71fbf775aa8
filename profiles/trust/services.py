"""Computes trust snapshots by sets and keeps the history."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from profiles.trust import sources, statements
from profiles.trust.score import (
    COMPONENTS,
    CONFIRMED_LEVEL,
    FOLLOWER_DAYS,
    FORMULA,
    PER_INSTITUTION,
    Component,
    Inputs,
    Score,
    score,
)
from works.record.addresses import PREFIXES
from works.record.bulk import read_whole_tables

# Authors a pass: what its temporary tables hold stays below a few hundred megabytes.
PER_PASS = 100_000
EVIDENCE_SHOWN = 6
REASON_LENGTH = 40
# Temporary tables in the order in which each rests on those before it.
BEFORE_POINTS = (
    ("trust_fact", statements.FACTS),
    ("trust_work", statements.WORKS),
    ("trust_confirmed", statements.CONFIRMED),
    ("trust_input", statements.INPUTS),
)
# What others are joined by, of the tables that the planner has to know; it only scans and hashes the rest.
KEYS = {
    "trust_scope": "author_id",
    "trust_fact": "work_id",
    "trust_work": "author_id",
    "trust_confirmed": "author_id",
    "trust_shown": "author_id, work_id",
    "trust_points": "level, works, corroborated, confirmed, followers",
    "trust_input": "author_id, level, works, corroborated, confirmed, followers",
}
AFTER_POINTS = (
    ("trust_shown", statements.SHOWN),
    ("trust_described", statements.DESCRIBED),
    ("trust_evidence", statements.EVIDENCE),
    ("trust_listed", statements.LISTED),
    ("trust_new", statements.SNAPSHOTS),
)


def refresh(author_ids: Sequence[int] | None, *, reason: str) -> None:
    """Compute the snapshots of these authors (None: of everybody) and store those that changed.

    A changed snapshot becomes the current one and the one before it stays as history; nothing is written for
    authors whose score and evidence are as they were. Levels of other people are read from their current
    snapshots. Callers serialise: two refreshes of one author at once would collide on the unique index.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if author_ids is None:
            read_whole_tables()
        for statement, scope in _scopes(cursor, author_ids):
            _refresh_scope(cursor, statement, scope, reason=reason[:REASON_LENGTH])


def _scopes(cursor: CursorWrapper, ids: Sequence[int] | None) -> Iterator[tuple[str, dict[str, Any]]]:
    if ids is not None:
        unique = sorted(set(ids))
        for start in range(0, len(unique), PER_PASS):
            yield statements.SCOPE_OF_IDS, {"ids": unique[start : start + PER_PASS]}
        return
    cursor.execute("SELECT min(id), max(id) FROM works_author")
    first, last = cursor.fetchone()
    for start in range(first or 1, (last or 0) + 1, PER_PASS):
        yield statements.SCOPE_OF_RANGE, {"first": start, "last": start + PER_PASS - 1}


def _refresh_scope(cursor: CursorWrapper, statement: str, scope: Mapping[str, Any], *, reason: str) -> None:
    given: dict[str, Any] = {
        "sources": list(sources.KINDS),
        "kinds": list(sources.KINDS.values()),
        "needs_assertion": [source in sources.NEEDS_ASSERTION for source in sources.KINDS],
        "confirmed_level": CONFIRMED_LEVEL,
        "per_institution": PER_INSTITUTION,
        "follower_days": FOLLOWER_DAYS,
        "shown": EVIDENCE_SHOWN,
        "works_path": f"/{PREFIXES['work']}/",
        "authors_path": f"/{PREFIXES['author']}/",
        "formula": FORMULA,
        "reason": reason,
    }
    cursor.execute(statements.FORGET)
    _make(cursor, "trust_scope", statement, scope)
    for table, step in BEFORE_POINTS:
        _make(cursor, table, step, given)
    cursor.execute(statements.DISTINCT_INPUTS)
    _make(cursor, "trust_points", statements.POINTS, _points([Inputs(*row) for row in cursor.fetchall()]))
    for table, step in AFTER_POINTS:
        _make(cursor, table, step, given)
    # Before any is retired: who has none now gets a first one.
    for step in (statements.DROP_UNCHANGED, statements.RECORD_FIRST, statements.RETIRE, statements.RECORD):
        cursor.execute(step, given)
    cursor.execute(statements.FORGET)


def _make(cursor: CursorWrapper, table: str, statement: str, given: Mapping[str, Any]) -> None:
    cursor.execute(statement, given)
    # Nothing is known about a new table: the planner would take 28,000 authors for one, and loop.
    if table in KEYS:
        cursor.execute(f"ANALYZE {table} ({KEYS[table]})")


def _points(inputs: Sequence[Inputs]) -> dict[str, list[Any]]:
    """Columns for `trust_points`: each distinct set of inputs with its score."""
    scores: list[Score] = [score(one) for one in inputs]
    columns: dict[str, list[Any]] = {
        name: [getattr(one, name) for one in inputs]
        for name in ("level", "works", "corroborated", "confirmed", "followers")
    }
    columns["score"] = [one.points for one in scores]
    columns["label"] = [one.label for one in scores]
    for place, (name, *_) in enumerate(COMPONENTS):
        columns[f"of_{name}"] = [_beginning(one.components[place]) for one in scores]
    return columns


def _beginning(one: Component) -> str:
    """A component as JSON up to where its evidence goes."""
    whole = json.dumps({"name": one.name, "points": one.points, "of": one.of, "inputs": dict(one.inputs)})
    return whole.removesuffix("}") + ', "evidence": '
