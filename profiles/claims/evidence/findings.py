"""What every kind of proof gives: an offer before anything is brought, a finding after it was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from profiles.claims.models import EvidenceState


@dataclass(frozen=True, slots=True)
class Offer:
    """A proof that would work for this very record, as anybody may see it.

    `fits` are the masked facts that it would be held against (`an address ending in @mila.quebec`); `level` is
    what it gives; `is_instant` says that a named rule can decide it at once. `missing` is not empty where the
    record holds nothing that this proof could be held against, and says what that would be.
    """

    kind: str
    title: str
    level: int
    is_instant: bool
    fits: tuple[str, ...] = ()
    missing: str = ""

    @property
    def works(self) -> bool:
        """Whether this record can be claimed in this way."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a check: one plain sentence, the level the fact gives, and the rule it satisfies or nothing.

    `fact` is added to what is stored of the evidence.
    """

    state: EvidenceState
    words: str
    gives: int = 0
    rule: str = ""
    fact: Mapping[str, Any] = field(default_factory=dict)


def holds(words: str, *, gives: int, rule: str = "", **fact: Any) -> Finding:
    """The fact was found to hold."""
    return Finding(EvidenceState.HOLDS, words, gives, rule, fact)


def waits(words: str, *, gives: int, **fact: Any) -> Finding:
    """Somebody has to look, or to act."""
    return Finding(EvidenceState.WAITING, words, gives, "", fact)


def failed(words: str, **fact: Any) -> Finding:
    """The fact does not hold."""
    return Finding(EvidenceState.FAILED, words, fact=fact)
