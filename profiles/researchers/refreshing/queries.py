"""How fresh a record is, for one viewer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from bzpeer.accounts.models import User
from works.sync.queries import Fresh, freshness, key_of_author, place_of


@dataclass(frozen=True, slots=True)
class Freshness:
    """When each source was asked about a record; `place` in the queue if somebody waits, for accounts only.

    `may_ask` is False on a site that asks nobody.
    """

    sources: Sequence[Fresh]
    may_ask: bool
    place: int = 0


def freshness_of(author_id: int, name: str, account: User | None) -> Freshness:
    """What the block shows. One query, and two more at most for an account."""
    place = place_of(key_of_author(author_id)) if account is not None else 0
    return Freshness(freshness(author_id, name), bool(settings.IMPORT_MAILTO), place)
