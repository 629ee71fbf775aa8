"""Writes on the owner's side of a record."""

from collections.abc import Mapping

from django.db import connection, transaction

# A target that is held already keeps its holder: two holders of one person are for moderators to decide.
CARRY_OVER = """
UPDATE profiles_researcher r SET author_id = m.new_id
FROM (
    SELECT DISTINCT ON (new_id) old_id, new_id FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS t(old_id, new_id)
    JOIN profiles_researcher h ON h.author_id = t.old_id ORDER BY new_id, old_id
) m
WHERE r.author_id = m.old_id AND NOT EXISTS (SELECT FROM profiles_researcher t WHERE t.author_id = m.new_id)
"""


def carry_over(*, moves: Mapping[int, int]) -> None:
    """Holders of records that went into others (old id → new id) go along; called before the old rows go."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CARRY_OVER, {"old": list(moves), "new": list(moves.values())})
