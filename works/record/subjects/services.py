"""Counts topics and institutions again."""

from collections.abc import Sequence

from django.db import connection, transaction

from works.record.subjects import institutions, topics


@transaction.atomic
def refresh(*, topic_ids: Sequence[int], institution_ids: Sequence[int]) -> None:
    """Bring counts and pages of these up to date; ids of what is no more are passed over."""
    with connection.cursor() as cursor:
        if topic_ids:
            topics.refresh(cursor, topic_ids)
        if institution_ids:
            institutions.refresh(cursor, institution_ids)
