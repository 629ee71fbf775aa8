"""What follows an import: figures, collaboration weights and trust of everybody, per million authorships."""

import json
from collections.abc import Iterator
from statistics import median

from benchmarks.figure import RUNS, Figure, at_most
from benchmarks.ground import Ground, run

MILLION = 1_000_000
GOALS = {"figures": 1.5, "collaboration weights": 20, "trust": 10}


def measure(ground: Ground) -> Iterator[Figure]:
    """Five rounds, each on a fresh copy of the database as the import left it."""
    rounds = []
    for _ in range(RUNS):
        address = ground.database("recompute", template=ground.imported)
        rounds.append(json.loads(run(["-m", "benchmarks.recompute_once"], address).output.splitlines()[-1]))
        ground.drop(address)
    authorships = rounds[0]["authorships"]
    note = f"on {authorships:,} authorships"
    for step, goal in GOALS.items():
        seconds = median(taken[step] for taken in rounds) * MILLION / authorships
        yield at_most(f"{step}, per million authorships", seconds, goal, unit="s", note=note)
