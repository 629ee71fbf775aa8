"""An import of every source, and its database, killed (−9) at random moments: what is different in the end.

`KILLS` is how many (30), half of them of the process that imports and computes, half of the database server; it is
one of its own. Three to a round, and each round is compared with a run that nobody disturbed.
"""

import os
from collections.abc import Iterator
from random import Random

from benchmarks.figure import Figure, at_most
from benchmarks.ground import Ground
from tests.journeys.dump import differences
from tests.journeys.killing import VICTIMS, OwnServer, disturbed, undisturbed

KILLS, A_ROUND = 30, 3
WORKS = 60


def measure(ground: Ground) -> Iterator[Figure]:
    """The parts of the dump that differ, over all rounds."""
    server = OwnServer(ground.folder / "kills")
    server.start()
    try:
        server.migrate()
        yield from _rounds(server, int(os.environ.get("KILLS") or KILLS))
    finally:
        server.stop()


def _rounds(server: OwnServer, wanted: int) -> Iterator[Figure]:
    straight = undisturbed(server, "straight", works=WORKS)
    chance = Random("thirty moments")
    kills, different = 0, []
    for start in range(0, wanted, A_ROUND):
        victims = tuple(VICTIMS[n % len(VICTIMS)] for n in range(start, min(start + A_ROUND, wanted)))
        name = f"round{start}"
        found = disturbed(server, name, victims, works=WORKS, seconds=straight.seconds, chance=chance)
        kills += found.kills
        different += differences(straight.dump, found.dump)
        different += [source for source in found.rejects if found.rejects[source] != straight.rejects[source]]
    parts = ", ".join(sorted(set(different))) or "none"
    note = f"{kills} of {wanted} kills met a running import; different: {parts}"
    yield at_most("rows and rejects that differ after kills", len(different), 0, unit="parts", note=note)
