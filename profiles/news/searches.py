"""Which of the works that are new a followed search finds, as the search itself would: words, phrases, operators."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from profiles.follows.models import Follow, SavedSearch
from profiles.news.models import MailSubscription
from works.search.language import read
from works.search.narrowing import chosen_by
from works.search.texts.conditions import condition

# In one statement.
SEARCHES = 20


def finds(works: Sequence[int]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Statements of `target` and `work_id`, with their values, for all searches that somebody waits for."""
    waiting = Exists(Follow.objects.filter(search=OuterRef("pk")))
    by_mail = Exists(MailSubscription.objects.filter(search=OuterRef("pk")))
    rows = list(SavedSearch.objects.filter(Q(waiting) | Q(by_mail)).order_by("pk"))
    for first in range(0, len(rows), SEARCHES):
        yield _finds(rows[first : first + SEARCHES], works)


def _finds(rows: Sequence[SavedSearch], works: Sequence[int]) -> tuple[str, dict[str, Any]]:
    parts: list[str] = []
    values: dict[str, Any] = {"works": works}
    for row in rows:
        query = read(row.words)
        there = condition(query.words, chosen_by(query.filters), column="words", name=f"s{row.pk}")
        parts.append(
            f"SELECT {row.pk} AS target, t.work_id FROM works_worktext t"  # noqa: S608 - our own number
            f" WHERE t.work_id = ANY(%(works)s) AND {there.sql}"
        )
        values |= there.values
    return " UNION ALL ".join(parts), values
