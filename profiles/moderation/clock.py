"""The desk's clock: what anybody may know about how long decisions take, computed from the decided cases."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

DAYS = 90

STATEMENT = """
WITH last AS (
    SELECT c.id, c.kind, c.decided_at - c.opened_at AS took, c.deciders,
        (SELECT d.verdict FROM profiles_decision d WHERE d.case_id = c.id AND d.undone_at IS NULL
         ORDER BY d.id DESC LIMIT 1) AS verdict,
        (SELECT count(*) FROM profiles_decision d WHERE d.case_id = c.id AND d.undone_at IS NULL) AS given
    FROM profiles_case c WHERE c.state = 'decided' AND c.decided_at > now() - make_interval(days => %(days)s)
)
SELECT (SELECT count(*) FROM profiles_case WHERE state = 'open'),
    (SELECT count(*) FROM profiles_case WHERE state = 'open' AND due_at < now()),
    count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY took),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY took),
    count(*) FILTER (WHERE kind = 'appeal'),
    count(*) FILTER (WHERE kind = 'appeal' AND verdict = 'approve'),
    count(*) FILTER (WHERE given < deciders)
FROM last
"""


@dataclass(frozen=True)
class DeskClock:
    """Figures of the last 90 days; times are from the opening of a case to its decision.

    `overturned` is a share between 0 and 1, None without appeals; undone decisions do not count.
    """

    open_cases: int
    overdue: int
    decided: int
    median: timedelta | None
    slowest_tenth: timedelta | None
    appeals: int
    overturned_appeals: int
    by_one_person: int

    @property
    def overturned(self) -> float | None:
        """Share of the appeals that ended with the other decision."""
        return self.overturned_appeals / self.appeals if self.appeals else None


def desk_clock() -> DeskClock:
    """The clock as it stands; one query."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"days": DAYS})
        return DeskClock(*cursor.fetchone())
