"""Rows that speak of authors, as they stand before and after a change; the difference is enough to give them back.

Every table that refers to authors is looked at, those of higher apps too, without knowing them by name: who moves
what belongs to their rooms, what moved is seen here. Places on bylines are not: imports write those anew.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models

from works.record.models import Author, Authorship

Row = dict[str, Any]
# Table → primary key as text → row.
Look = dict[str, dict[str, Row]]
# Table → `gone`: whole rows · `new`: primary keys · `changed`: pairs of old and new columns.
Difference = dict[str, dict[str, list[Any]]]


def look(authors: Sequence[int]) -> Look:
    """The rows of every table that refers to one of these authors; a query a table."""
    found: Look = {}
    with connection.cursor() as cursor:
        for model, columns in _tables().items():
            condition = " OR ".join(f"{column} = ANY(%(ids)s)" for column in columns)
            table, pk = model._meta.db_table, model._meta.pk.column
            cursor.execute(
                f"SELECT {pk}, to_jsonb(t) FROM {table} t WHERE {condition}",  # noqa: S608 - names of our tables
                {"ids": list(authors)},
            )
            found[table] = {str(key): json.loads(row) for key, row in cursor.fetchall()}
    return found


def difference(before: Look, after: Look) -> Difference:
    """What became of the rows between two looks; tables in which nothing did are left out. Pure."""
    found: Difference = {}
    for table, rows in before.items():
        there = after.get(table, {})
        parts: dict[str, list[Any]] = {
            "gone": [row for key, row in rows.items() if key not in there],
            "new": [key for key in there if key not in rows],
            "changed": [
                _change(key, row, there[key]) for key, row in rows.items() if key in there and there[key] != row
            ],
        }
        if any(parts.values()):
            found[table] = parts
    return found


def give_back(told: Mapping[str, Mapping[str, list[Any]]]) -> None:
    """Rows as they were: what was new goes, what changed is as before unless it changed again, what was gone is back.

    What refers to something deleted meanwhile (an account) stays gone.
    """
    known = {model._meta.db_table: model for model in apps.get_models()}
    models_of = {table: known[table] for table in told if table in known}
    with connection.cursor() as cursor:
        for table, model in models_of.items():
            pk = model._meta.pk.column
            cursor.execute(f"DELETE FROM {table} WHERE {pk} = ANY(%s::bigint[])", [told[table]["new"]])  # noqa: S608
        for table, model in models_of.items():
            for columns, pairs in _by_columns(told[table]["changed"]).items():
                cursor.execute(_set_back(model, columns), [json.dumps(pairs)])
        for table, model in models_of.items():
            cursor.execute(_put_back(model), [json.dumps(told[table]["gone"])])


def _tables() -> dict[type[models.Model], list[str]]:
    tables: dict[type[models.Model], list[str]] = defaultdict(list)
    # Those too that an author has no name for.
    for relation in Author._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel):
            continue
        field = relation.field
        if _is_enforced(field) and field.model is not Authorship:
            tables[field.model].append(str(field.column))
    return tables


def _is_enforced(field: models.Field) -> bool:
    # What is computed from the record refers to it without a constraint, and is computed again.
    return isinstance(field, models.ForeignKey) and bool(vars(field)["db_constraint"])


def _change(key: str, old: Row, new: Row) -> dict[str, Any]:
    changed = [column for column in old if old[column] != new.get(column)]
    return {"pk": key, "old": {c: old[c] for c in changed}, "new": {c: new.get(c) for c in changed}}


def _by_columns(pairs: Sequence[Mapping[str, Any]]) -> dict[tuple[str, ...], list[Mapping[str, Any]]]:
    found: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for pair in pairs:
        found[tuple(sorted(pair["new"]))].append(pair)
    return found


def _set_back(model: type[models.Model], columns: Sequence[str]) -> str:
    table, pk = model._meta.db_table, model._meta.pk.column
    assignments = ", ".join(f"{column} = o.{column}" for column in columns)
    return f"""
        UPDATE {table} t SET {assignments}
        FROM jsonb_array_elements(%s::jsonb) pair, jsonb_populate_record(NULL::{table}, pair -> 'old') o
        WHERE t.{pk} = (pair ->> 'pk')::bigint AND to_jsonb(t) @> (pair -> 'new')
    """  # noqa: S608 - names of our tables and columns


def _put_back(model: type[models.Model]) -> str:
    table = model._meta.db_table
    there = [
        f"(o.{field.column} IS NULL OR EXISTS (SELECT FROM {field.related_model._meta.db_table} r"
        f" WHERE r.{field.target_field.column} = o.{field.column}))"
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and _is_enforced(field)
    ]
    return f"""
        INSERT INTO {table} SELECT o.* FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) o
        WHERE {" AND ".join(["true", *there])} ON CONFLICT DO NOTHING
    """  # noqa: S608 - names of our tables and columns
