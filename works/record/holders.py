"""Who has an identifier: one look-up for works, authors and institutions."""

from collections.abc import Iterable

from django.db import connection

from works.record.bulk import array_of
from works.record.models.identifier import Identifier

Pair = tuple[str, str]


def holders_of(model: type[Identifier], pairs: Iterable[Pair]) -> dict[Pair, int]:
    """The object that has each of these `(scheme, value)`, by the table of its kind. One query, none for no pairs."""
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    (holder,) = (field.column for field in model._meta.fields if field.is_relation)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT i.scheme, i.value, i.{holder} FROM {model._meta.db_table} i
            JOIN unnest(%s::text[], %s::text[]) AS p(scheme, value) ON p.scheme = i.scheme AND p.value = i.value
            """,  # noqa: S608
            [array_of(scheme for scheme, _ in wanted), array_of(value for _, value in wanted)],
        )
        return {(scheme, value): pk for scheme, value, pk in cursor.fetchall()}
