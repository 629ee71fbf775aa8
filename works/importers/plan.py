"""What a batch of records changes, decided before anything is written; pure.

Of several records of one work (versions, or one record given twice) the one with the highest rank is
shown: higher version number, then later date, then digest. The decision does not depend on where one
batch ends and the next begins, nor on the order of the records.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from works.importers.records import WorkRecord

Rank = tuple[int, date, bytes]


@dataclass(frozen=True, slots=True)
class Taken:
    """A parsed record with the digest of its raw form."""

    digest: bytes
    record: WorkRecord

    @property
    def rank(self) -> Rank:
        return (self.record.number, self.record.updated_on or date.min, self.digest)


@dataclass(frozen=True, slots=True)
class Stored:
    """What is on record for a key: the work, and the rank of the record it shows."""

    work: int
    rank: Rank


@dataclass(slots=True)
class Decision:
    """What becomes of one work: `shown` is the record to show (None: what is stored stays), `kept` those beside it."""

    work: int | None
    shown: Taken | None = None
    kept: list[Taken] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """Decisions by key, in order of first appearance, and the counts of the batch."""

    decisions: dict[str, Decision] = field(default_factory=dict)
    created: int = 0
    updated: int = 0
    unchanged: int = 0


def plan(batch: Iterable[Taken], stored: Mapping[str, Stored]) -> Plan:
    """Decide a batch. `stored` holds what is on record for the keys of the batch."""
    result = Plan()
    ranks: dict[str, Rank] = {key: found.rank for key, found in stored.items()}
    for taken in batch:
        key = taken.record.key
        decision = result.decisions.setdefault(key, Decision(stored[key].work if key in stored else None))
        if key not in ranks:
            result.created += 1
        elif taken.rank > ranks[key]:
            result.updated += 1
        else:
            result.unchanged += 1
            decision.kept.append(taken)
            continue
        ranks[key] = taken.rank
        if decision.shown is not None:
            decision.kept.append(decision.shown)
        decision.shown = taken
    return result
