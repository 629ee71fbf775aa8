"""Who is who: the measures of identity.md on the labelled files of the folder `GOLD`, and a block of 10,000.

Beside each set stands what weights fitted on the *other* sets reach on it (`identity_fit --cross`), and what is
joined by itself: the careful rule, then the model. Without `GOLD` only the block is measured. No database is used.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.figure import Figure, at_least, at_most, seconds_of
from benchmarks.ground import Ground, run
from benchmarks.identity_fit import CROSS
from benchmarks.identity_joined import joined
from works.identity.model import evidence, profiles
from works.identity.model.evaluation import Evaluation, evaluate
from works.identity.model.gold import Labelled, marks
from works.identity.model.weights import Weights, current
from works.management.commands.identity import labelled_in

# identity.md, Marks: B³ F1 by the beginning of the file's name, the longest that fits.
GOALS = {"aminer110": 0.88, "qian": 0.88, "giles14": 0.94, "acl": 0.98, "acl-homonym": 0.62}
AMBIGUOUS_GOALS = {"acl": 0.93}
SECONDS_A_THOUSAND = 5
# Links into machine-made records: precision at recall.
PRECISION_OF_FRAGMENTS, RECALL = 0.985, 0.80


def measure(ground: Ground) -> Iterator[Figure]:
    """A line a measure and file, then the big block."""
    folder = os.environ.get("GOLD")
    for file in sorted(Path(folder).glob("*.jsonl*")) if folder else ():
        yield from _file(file.name.partition(".")[0].removesuffix("-dev"), labelled_in(file))
    ran = run(["-m", "benchmarks.identity_once"], ground.server)
    told = json.loads(ran.output.splitlines()[-1])
    yield at_most("identity of a block of 10,000 signatures", told["seconds"], 60, unit="s")
    yield at_most("careful rule on a block of 40,000, which the model leaves alone", told["careful"], 60, unit="s")
    yield at_most("memory of both", ran.peak / 1e6, 500, unit="MB")


def _file(name: str, labelled: list[Labelled]) -> Iterator[Figure]:
    found: list[Evaluation] = []
    taken = seconds_of(lambda: found.append(evaluate(labelled)))
    [one] = found
    yield _mark(f"{name}, B³ F1", one.natural.b3_f1, GOALS.get(name))
    yield _mark(f"{name}, B³ precision", one.natural.b3_precision)
    yield _mark(f"{name}, B³ recall", one.natural.b3_recall)
    yield _mark(f"{name}, B³ F1 of ambiguous blocks", one.ambiguous.b3_f1, AMBIGUOUS_GOALS.get(name))
    yield _mark(f"{name}, pairwise F1", one.natural.pairwise_f1)
    yield _mark(f"{name}, pairwise precision of fragments", one.fragments.pairwise_precision, PRECISION_OF_FRAGMENTS)
    yield _mark(f"{name}, pairwise recall of fragments", one.fragments.pairwise_recall, RECALL)
    yield from _by_itself(name, labelled)
    if weights := _of_the_others(name):
        other = evaluate(labelled, weights=weights)
        yield _mark(f"{name}, B³ F1 by weights of the other sets", other.natural.b3_f1, GOALS.get(name))
        precision = other.fragments.pairwise_precision
        yield _mark(f"{name}, precision of fragments by those", precision, PRECISION_OF_FRAGMENTS)
    a_thousand = taken * 1000 / len(labelled)
    yield at_most(f"{name}, a thousand signatures", a_thousand, SECONDS_A_THOUSAND, unit="s")


def _by_itself(name: str, labelled: list[Labelled]) -> Iterator[Figure]:
    reached = marks(joined(labelled), {one.signature.id: one.person for one in labelled})
    precision = reached.pairwise_precision
    yield _mark(f"{name}, pairwise precision of what is joined by itself", precision, PRECISION_OF_FRAGMENTS)
    yield _mark(f"{name}, pairwise recall of the same", reached.pairwise_recall, RECALL)


def _of_the_others(name: str) -> Weights | None:
    told = json.loads(CROSS.read_text("utf-8")).get(name)
    if told is None:
        return None
    pair, profile = told["pair"], told["profile"]
    in_order = {"pair": tuple(map(pair.get, evidence.KINDS)), "profile": tuple(map(profile.get, profiles.KINDS))}
    return replace(current(), **in_order)


def _mark(name: str, value: float, goal: float | None = None) -> Figure:
    # In per cent: with two digits .974 and .976 would be told apart from .98 no more.
    return Figure(name, 100 * value, "%") if goal is None else at_least(name, 100 * value, 100 * goal, unit="%")
