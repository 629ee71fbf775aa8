"""`python -m benchmarks.identity_fit GOLD… [--cross] [--write]`: fits the weights of the identity model.

Logistic regression on pairs of signatures, then on pairs of clusters, in the end on what is really decided: the
nearest cluster of each fragment. Every weight has its forced sign; the bars are not fitted. Each set counts the
same, and each block in it by the root of its pairs. With `--cross` it prints for every set what weights fitted on
the *other* sets reach on it. Seeded: the same files give the same weights. No name is used as a label, only whether
two signatures are of one person.
"""

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from math import exp, sqrt
from pathlib import Path

from works.identity.model import evidence, gold, profiles
from works.identity.model.block import Block
from works.identity.model.joining import Joining
from works.identity.model.people import Found
from works.identity.model.weights import FILE, Weights, current
from works.identity.model.words import Background

SEED = 5
PAIRS_A_SET, CLUSTERS_A_SET = 8_000, 8_000
# Blocks of one person teach little: so many of them, beside all those of several.
PLAIN_BLOCKS = 100
# Larger ones teach nothing else and take most of the time.
LARGEST_BLOCK = 800
# The weight of all rows of a set.
A_SET = 1_000
RIDGE = 3.0
ROUNDS = 8

Row = tuple[list[float], bool, float]


@dataclass
class Set:
    """One gold file: its blocks, each with the person of every position."""

    name: str
    blocks: list[Block]
    people: list[list[str]]


def load(path: Path) -> Set:
    """Blocks of several persons, and some of the others."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        labelled = gold.read(lines)
    background = Background.of(one.signature for one in labelled)
    person = {one.signature.id: one.person for one in labelled}
    by_block = [block for _, block in sorted(gold.by_block(labelled).items())]
    by_block = [block for block in by_block if 1 < len(block) <= LARGEST_BLOCK]
    several = [block for block in by_block if len({one.person for one in block}) > 1]
    plain = [block for block in by_block if len({one.person for one in block}) == 1]
    chosen = several + random.Random(SEED).sample(plain, min(PLAIN_BLOCKS, len(plain)))
    blocks = [Block([one.signature for one in block], background=background) for block in chosen]
    people = [[person[s.id] for s in block.signatures] for block in blocks]
    return Set(path.name.removesuffix(".jsonl.gz").removesuffix("-dev"), blocks, people)


def pair_rows(gold_set: Set) -> list[Row]:
    """Pairs that share something and, of those that do not, as many again."""
    rng = random.Random(SEED)
    rows: list[Row] = []
    for block, people in zip(gold_set.blocks, gold_set.people, strict=True):
        pairs = dict(block.pairs)
        for pair in _others(block, len(pairs) + 20, rng):
            pairs.setdefault(pair, _nothing_shared(block, pair))
        weight = sqrt(len(pairs)) / max(1, len(pairs))
        rows.extend((values, people[i] == people[j], weight) for (i, j), values in sorted(pairs.items()))
    return _sampled(rows, PAIRS_A_SET, rng)


def _others(block: Block, count: int, rng: random.Random) -> list[tuple[int, int]]:
    size = len(block.sketches)
    found = set()
    for _ in range(count):
        i, j = rng.randrange(size), rng.randrange(size)
        if i != j and block.names.compare(block.sketches[i].name, block.sketches[j].name):
            found.add((min(i, j), max(i, j)))
    return sorted(found)


def _nothing_shared(block: Block, pair: tuple[int, int]) -> list[float]:
    one, other = (block.sketches[i] for i in pair)
    name = block.names.compare(one.name, other.name)
    return evidence.pair_values(one, other, name)


def cluster_rows(gold_set: Set, weights: Weights, *, is_decision: bool) -> list[Row]:
    """Pairs of clusters as the first stage leaves them; or of fragments, only the nearest of each: what is decided."""
    rows: list[Row] = []
    for block, people in zip(gold_set.blocks, gold_set.people, strict=True):
        use(block, weights)
        joining = Joining(block, block.first_stage(weights.pairs))
        if is_decision:
            joining.run(weights.profiles)
        compared = {pair: values for pair in joining.candidates() if (values := joining.values(*pair)) is not None}
        found = []
        for a, b in _nearest(compared, weights) if is_decision else compared:
            one, other = joining.clusters[a].members, joining.clusters[b].members
            size = len(one) * len(other) / (len(one) + len(other))
            found.append((compared[a, b], _person(one, people) == _person(other, people), size))
        total = sum(size for _, _, size in found)
        rows.extend((values, same, size / sqrt(total)) for values, same, size in found)
    return _sampled(rows, CLUSTERS_A_SET, random.Random(SEED))


def _nearest(compared: dict[tuple[int, int], list[float]], weights: Weights) -> list[tuple[int, int]]:
    best: dict[int, tuple[float, tuple[int, int]]] = {}
    for pair, values in sorted(compared.items()):
        score = evidence.score(values, weights.profile)
        for side in pair:
            best[side] = max(best.get(side, (score, pair)), (score, pair))
    return sorted({pair for _, pair in best.values()})


def _person(members: Sequence[int], people: Sequence[str]) -> str:
    names = sorted(people[member] for member in members)
    return max(names, key=lambda name: (names.count(name), name))


def _sampled(rows: list[Row], most: int, rng: random.Random) -> list[Row]:
    chosen = rows if len(rows) <= most else rng.sample(rows, most)
    total = sum(weight for _, _, weight in chosen)
    return [(values, same, weight * A_SET / total) for values, same, weight in chosen]


def use(block: Block, weights: Weights) -> None:
    """The same block with other weights."""
    block.weights = weights
    block.bases.clear()
    block.__dict__.pop("scores", None)


def fit(rows: Sequence[Row], signs: Sequence[int]) -> list[float]:
    """Newton's steps for logistic regression; a weight that comes out with the wrong sign is held at 0."""
    free = list(range(len(signs)))
    while True:
        found = _newton(rows, free, len(signs))
        wrong = [k for k in free if found[k] * signs[k] < 0]
        if not wrong:
            return [round(value, 3) for value in found]
        free.remove(min(wrong, key=lambda k: (found[k] * signs[k], k)))


def _newton(rows: Sequence[Row], free: Sequence[int], width: int) -> list[float]:
    weights = [0.0] * width
    for _ in range(ROUNDS):
        slope = [-RIDGE * weights[k] * (k != 0) for k in free]
        bend = [[RIDGE * (k == other) * (k != 0) + 1e-9 * (k == other) for other in free] for k in free]
        for values, same, weight in rows:
            x = [values[k] for k in free]
            p = 1 / (1 + exp(-max(-30.0, min(30.0, sum(weights[k] * v for k, v in zip(free, x, strict=True))))))
            error, curve = weight * (same - p), weight * p * (1 - p)
            told = [(n, v) for n, v in enumerate(x) if v]
            for n, v in told:
                slope[n] += error * v
                row, scaled = bend[n], curve * v
                for m, other in told:
                    row[m] += scaled * other
        for k, step in zip(free, _solved(bend, slope), strict=True):
            weights[k] += step
    return weights


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for n in range(size):
        pivot = max(range(n, size), key=lambda m: abs(rows[m][n]))
        rows[n], rows[pivot] = rows[pivot], rows[n]
        for m in range(n + 1, size):
            factor = rows[m][n] / rows[n][n]
            rows[m] = [x - factor * y for x, y in zip(rows[m], rows[n], strict=True)]
    found = [0.0] * size
    for n in reversed(range(size)):
        found[n] = (rows[n][size] - sum(rows[n][m] * found[m] for m in range(n + 1, size))) / rows[n][n]
    return found


def fitted(rows_of: dict[str, list[Row]], sets: Iterable[Set], start: Weights) -> Weights:
    """Both stages, one after the other."""
    sets = list(sets)
    pairs = [row for gold_set in sets for row in rows_of[gold_set.name]]
    weights = replace(start, pair=_with_exact(fit(pairs, list(evidence.PAIR.values())), start))
    signs = list(profiles.PROFILE.values())
    for is_decision in (False, True, True):
        rows = [row for gold_set in sets for row in cluster_rows(gold_set, weights, is_decision=is_decision)]
        weights = replace(weights, profile=tuple(fit(rows, signs)))
    return weights


def _with_exact(pair: list[float], start: Weights) -> tuple[float, ...]:
    """No gold file has identifiers: their addend is exact, not fitted."""
    exact = list(evidence.PAIR).index("identifier")
    return (*pair[:exact], start.pair[exact], *pair[exact + 1 :])


def reached(gold_set: Set, weights: Weights) -> dict[str, dict[str, float]]:
    """The measures of the blocks that are fitted on."""
    likely, strict, true = {}, {}, {}
    for number, (block, people) in enumerate(zip(gold_set.blocks, gold_set.people, strict=True)):
        use(block, weights)
        found = Found(block, Joining(block, block.first_stage(weights.pairs)).run(weights.profiles))
        for kept, clusters in ((likely, found.likely()), (strict, found.strict())):
            kept.update({(number, member): (number, members[0]) for members in clusters for member in members})
        true.update({(number, s.id): person for s, person in zip(block.signatures, people, strict=True)})
    measured = {"likely": gold.marks(likely, true), "fragments": gold.marks(strict, true)}
    return {layer: {name: round(value, 4) for name, value in asdict(m).items()} for layer, m in measured.items()}


def main() -> None:
    """Fit on all, and with `--cross` on all but each; `--write` keeps the first with what was reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--cross", action="store_true", help="fit on all but each, too")
    parser.add_argument("--write", action="store_true", help=f"into {FILE.name}")
    options = parser.parse_args()
    sets = [load(path) for path in sorted(options.files)]
    rows_of = {gold_set.name: pair_rows(gold_set) for gold_set in sets}
    weights = fitted(rows_of, sets, current())
    told = json.loads(FILE.read_text("utf-8"))
    told["pair"] = dict(zip(evidence.KINDS, weights.pair, strict=True))
    told["profile"] = dict(zip(profiles.KINDS, weights.profile, strict=True))
    told["evaluation"] = {"fitted on all": {gold_set.name: reached(gold_set, weights) for gold_set in sets}}
    if options.cross:
        told["evaluation"]["fitted on the other sets"] = {
            gold_set.name: reached(gold_set, fitted(rows_of, [s for s in sets if s is not gold_set], current()))
            for gold_set in sets
        }
    text = json.dumps(told, indent=2) + "\n"
    sys.stdout.write(text)
    if options.write:
        FILE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
