"""One new work: to which of the people that there are does each of its names belong, if to any."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from works.identity.model import evidence
from works.identity.model.block import Block
from works.identity.model.joining import Joining
from works.identity.model.signatures import Id, Reason, Signature
from works.identity.model.weights import FILE, Weights
from works.identity.model.words import Background
from works.record.names import name_key

SHOWN = 3
# So many people of one full name make a block crowded.
CROWD = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the people that the new signature may belong to; `person` is its place in those given."""

    person: int
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """`linked` goes to the first candidate by itself; `queued` shows the candidates to a person; `new` has none.

    `new` makes a record that nobody claims, never a statement that this is a person not seen before.
    """

    signature: Id
    verdict: Literal["linked", "queued", "new"]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """What the first candidate needs: a probability, and a margin before the second."""

    probability: float
    margin: float


def place(
    new: Signature,
    people: Sequence[Sequence[Signature]],
    *,
    background: Background | None = None,
    weights: Weights | None = None,
) -> Placement:
    """Where a new signature belongs among the people of its block.

    What constraints forbid (two places on one work, two iDs, a name that contradicts) is no candidate.
    """
    everything = [new, *(signature for person in people for signature in person)]
    block = Block(everything, background=background, weights=weights)
    position = {signature.id: n for n, signature in enumerate(block.signatures)}
    members = [sorted(position[signature.id] for signature in person) for person in people]
    joining = Joining(block, [[position[new.id]], *members])
    found = [
        (score, person)
        for person, group in enumerate(members)
        if (score := joining.score(position[new.id], group[0])) is not None
    ]
    first = sorted(found, key=lambda one: (-one[0], members[one[1]]))[:SHOWN]
    candidates = tuple(
        Candidate(person, evidence.probability(score), joining.reasons(position[new.id], members[person][0]))
        for score, person in first
    )
    return Placement(new.id, _verdict(candidates, _bars_for(new, people)), candidates)


def _verdict(candidates: Sequence[Candidate], bars: Bars) -> Literal["linked", "queued", "new"]:
    if not candidates:
        return "new"
    second = candidates[1].probability if len(candidates) > 1 else 0.0
    best = candidates[0].probability
    return "linked" if best >= bars.probability and best - second >= bars.margin else "queued"


def _bars_for(new: Signature, people: Sequence[Sequence[Signature]]) -> Bars:
    """Higher ones where three or more people bear the full name."""
    full = name_key(new.name)
    bearers = sum(any(name_key(signature.name) == full for signature in person) for person in people)
    return _bars()["crowded" if bearers >= CROWD else "placing"]


@lru_cache(maxsize=1)
def _bars() -> dict[str, Bars]:
    told = json.loads(FILE.read_text("utf-8"))["bars"]
    return {name: Bars(**told[name]) for name in ("placing", "crowded")}
