"""News of 100 new works for 10,000 followers of their author: how long, and how much memory a worker holds."""

import json
from collections.abc import Iterator
from statistics import median

from benchmarks.figure import RUNS, Figure, at_most
from benchmarks.ground import Ground, run

MEGABYTE = 1e6
FOLLOWERS, WORKS = 10_000, 100


def measure(ground: Ground) -> Iterator[Figure]:
    """Five rounds with everybody, and one with a hundredth of them for the memory."""
    rounds, peaks = [], {}
    for followers in (*[FOLLOWERS] * RUNS, FOLLOWERS // 100):
        address = ground.database("fan_out", template=ground.empty)
        ran = run(["-m", "benchmarks.fan_out_once", str(followers), str(WORKS)], address)
        ground.drop(address)
        peaks[followers] = ran.peak / MEGABYTE
        rounds.append(json.loads(ran.output.splitlines()[-1]))
    full = rounds[:RUNS]
    told = [taken["told"] / taken["bare"] for taken in full]
    seconds = median(taken["told"] for taken in full)
    note = f"{seconds:.2f} s for {FOLLOWERS:,} followers and {WORKS} works"
    yield at_most("telling followers, against a bare insert of as many rows", median(told), 4, unit="ratio", note=note)
    mails = median(taken["mails"] for taken in full)
    yield Figure("a look at what is due by mail, for everybody", mails, "s", note="weekly, so nothing goes")
    yield at_most("memory of a worker that tells followers", peaks[FOLLOWERS], 200, unit="MB")
    growth = peaks[FOLLOWERS] / peaks[FOLLOWERS // 100]
    yield Figure("memory, everybody against a hundredth", growth, "ratio", "the same (1)")
