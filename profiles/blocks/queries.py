"""Whether two accounts keep away from each other, and whom an account keeps away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from bzpeer.accounts.models import User
from profiles.blocks.models import Block
from profiles.people import Person, people_of


@dataclass(frozen=True, slots=True)
class Blocked:
    """One whom the account keeps away."""

    pk: int
    person: Person
    since: datetime


def are_apart(one: int, other: int) -> bool:
    """Whether either of two accounts keeps the other away; one query."""
    return Block.objects.filter(Q(account=one, blocked=other) | Q(account=other, blocked=one)).exists()


def blocks_of(account: User) -> Sequence[Blocked]:
    """Whom the account keeps away, the newest first; two queries."""
    rows = list(Block.objects.filter(account=account).order_by("-since", "-pk"))
    people = people_of(row.blocked_id for row in rows)
    return [Blocked(row.pk, people[row.blocked_id], row.since) for row in rows]
