"""The numbers of the model, from one file with a version and the evaluation that made them."""

import json
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Any

from works.identity.model import evidence, profiles

FILE = Path(__file__).parent / "weights.json"


@dataclass(frozen=True)
class Weights:
    """Addends of pairs and of profiles, and the log-odds that each step must reach.

    Fragments: `pairs` in the first stage and `profiles` in the second; proposals join fragments at `likely`.
    """

    version: str
    pair: tuple[float, ...]
    profile: tuple[float, ...]
    pairs: float
    profiles: float
    likely: float

    @classmethod
    def read(cls, told: dict[str, Any]) -> "Weights":
        """From what the file holds. Raises ValueError for a weight with the wrong sign, KeyError for one missing."""
        bars = told["bars"]
        return cls(
            str(told["version"]),
            _in_order(evidence.PAIR, told["pair"]),
            _in_order(profiles.PROFILE, told["profile"]),
            _log_odds(bars["fragments"]["pairs"]),
            _log_odds(bars["fragments"]["profiles"]),
            _log_odds(bars["proposals"]["profiles"]),
        )


def _in_order(signs: dict[str, int], told: dict[str, float]) -> tuple[float, ...]:
    for kind, sign in signs.items():
        if told[kind] * sign < 0:
            raise ValueError(f"The weight of {kind} has the wrong sign: {told[kind]}")
    return tuple(float(told[kind]) for kind in signs)


def _log_odds(probability: float) -> float:
    return round(log(probability / (1 - probability)), 6)


@lru_cache(maxsize=1)
def current() -> Weights:
    """Those in use."""
    return Weights.read(json.loads(FILE.read_text("utf-8")))
