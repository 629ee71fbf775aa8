"""Sends mails by one way while the worker is killed so many times; prints what arrived as JSON.

Run as `python -m benchmarks.mail_kills_once files|server KILLS FOLDER` with DATABASE_URL naming a migrated database
without rows.
"""

import json
import os
import sys
from pathlib import Path
from random import Random

import django

# What a mail server takes to write a mail down.
SERVER_SECONDS = 0.01
PLAIN = "tests.faults.mail_settings"


def main(way: str, kills: int, folder: Path) -> None:
    """The kills of one way."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bzpeer.settings")
    django.setup()
    from tests.faults.mailing import numbers_in, send_disturbed
    from tests.faults.processes import processes, worker
    from tests.mail_server import mail_server
    from tests.servers import Valkey

    folder.mkdir()
    valkey = Valkey(folder / "valkey")
    valkey.start()
    try:
        with mail_server(seconds=SERVER_SECONDS) as server, processes(folder, valkey) as start:
            by_server = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port), "DJANGO_SETTINGS_MODULE": PLAIN}
            ways = {
                "files": ({}, lambda: numbers_in(folder / "mail")),
                "server": (by_server, lambda: list(server.taken)),
            }
            environment, arrived = ways[way]
            start("manage.py", "relay")
            sent = send_disturbed(
                lambda: worker(start, **environment), kills=kills, chance=Random("thirty moments"), arrived=arrived
            )
    finally:
        valkey.kill()
    found = {"wanted": len(sent.wanted), "met": sent.met, "twice": sent.twice, "lost": sent.lost}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
