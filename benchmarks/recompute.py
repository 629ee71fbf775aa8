"""What follows an import, per million authorships: figures, collaboration weights, trust; and how long a few take."""

import json
from collections.abc import Iterator
from statistics import median

from benchmarks.figure import RUNS, Figure, at_most
from benchmarks.ground import Ground, run
from benchmarks.recompute_once import FEW

MILLION = 1_000_000
# Author figures: counts, years, topics. Their collaborators are counted with the weights, and measured there.
GOALS = {"author figures": 1.5, "collaboration weights": 20, "trust": 10}


def measure(ground: Ground) -> Iterator[Figure]:
    """Five rounds, each on a fresh copy of the database as the import left it."""
    rounds = []
    for _ in range(RUNS):
        address = ground.database("recompute", template=ground.imported)
        rounds.append(json.loads(run(["-m", "benchmarks.recompute_once"], address).output.splitlines()[-1]))
        ground.drop(address)
    authorships = rounds[0]["authorships"]
    note = f"on {authorships:,} authorships"
    for step in rounds[0]["taken"]:
        seconds = median(told["taken"][step] for told in rounds) * MILLION / authorships
        name = f"{step}, per million authorships"
        if step in GOALS:
            yield at_most(name, seconds, GOALS[step], unit="s", note=note)
        else:
            yield Figure(name, seconds, "s", note=note)
    for step in rounds[0]["of_few"]:
        milliseconds = median(told["of_few"][step] for told in rounds) * 1000
        yield Figure(f"{step} of {FEW} authors", milliseconds, "ms", note=note)
