"""Who is who: the measures of identity.md on the labelled files of the folder `GOLD`, and a block of 10,000.

Without `GOLD` only the block is measured. No database is used.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure, at_least, at_most, seconds_of
from benchmarks.ground import Ground, run
from works.identity.model.evaluation import Evaluation, evaluate
from works.identity.model.gold import Labelled
from works.management.commands.identity import labelled_in

# identity.md, Marks: B³ F1 by the beginning of the file's name, the longest that fits.
GOALS = {"aminer110": 0.88, "qian": 0.88, "giles14": 0.94, "acl": 0.98, "acl-homonym": 0.62}
AMBIGUOUS_GOALS = {"acl": 0.93}
SECONDS_A_THOUSAND = 5
PRECISION_OF_FRAGMENTS = 0.98


def measure(ground: Ground) -> Iterator[Figure]:
    """A line a measure and file, then the big block."""
    folder = os.environ.get("GOLD")
    for file in sorted(Path(folder).glob("*.jsonl*")) if folder else ():
        yield from _file(file.name.partition(".")[0].removesuffix("-dev"), labelled_in(file))
    ran = run(["-m", "benchmarks.identity_once"], ground.server)
    told = json.loads(ran.output.splitlines()[-1])
    yield at_most("identity of a block of 10,000 signatures", told["seconds"], 60, unit="s")
    yield at_most("memory of the same", ran.peak / 1e6, 500, unit="MB")


def _file(name: str, labelled: list[Labelled]) -> Iterator[Figure]:
    found: list[Evaluation] = []
    taken = seconds_of(lambda: found.append(evaluate(labelled)))
    [one] = found
    yield _mark(f"{name}, B³ F1", one.natural.b3_f1, GOALS.get(name))
    yield Figure(f"{name}, B³ precision", one.natural.b3_precision, "ratio")
    yield Figure(f"{name}, B³ recall", one.natural.b3_recall, "ratio")
    yield _mark(f"{name}, B³ F1 of ambiguous blocks", one.ambiguous.b3_f1, AMBIGUOUS_GOALS.get(name))
    yield Figure(f"{name}, pairwise F1", one.natural.pairwise_f1, "ratio")
    yield at_least(f"{name}, pairwise precision of fragments", one.fragments.pairwise_precision, PRECISION_OF_FRAGMENTS)
    yield Figure(f"{name}, pairwise recall of fragments", one.fragments.pairwise_recall, "ratio")
    a_thousand = taken * 1000 / len(labelled)
    yield at_most(f"{name}, a thousand signatures", a_thousand, SECONDS_A_THOUSAND, unit="s")


def _mark(name: str, value: float, goal: float | None) -> Figure:
    return Figure(name, value, "ratio") if goal is None else at_least(name, value, goal)
