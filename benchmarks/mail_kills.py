"""Mails while the worker that sends them is killed (−9) at random moments: how many go twice, how many are lost.

`KILLS` is how many (30), for mails as files and again for a mail server, which takes some milliseconds to say that
it took one. Worker, relay and Valkey are real.
"""

import json
import os
from collections.abc import Iterator

from benchmarks.figure import Figure, at_most
from benchmarks.ground import Ground, run

KILLS = 30
WAYS = {"files": "as files", "server": "by a mail server"}


def measure(ground: Ground) -> Iterator[Figure]:
    """Both figures for both ways."""
    kills = os.environ.get("KILLS") or str(KILLS)
    for way, words in WAYS.items():
        address = ground.database("mail_kills", template=ground.empty)
        ran = run(["-m", "benchmarks.mail_kills_once", way, kills, str(ground.folder / f"mail-{way}")], address)
        ground.drop(address)
        found = json.loads(ran.output.splitlines()[-1])
        note = f"{found['wanted']} mails, {kills} kills, {found['met']} mails in hand at a kill"
        yield at_most(f"mails {words} sent twice", found["twice"], 0, unit="mails", note=note)
        yield at_most(f"mails {words} lost", found["lost"], 0, unit="mails")
