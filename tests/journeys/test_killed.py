"""Killed (−9) in the middle, the rest done by another: the same rows as if nothing had happened."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from bzpeer.db.models import OutboxRow
from tests.connections import age
from tests.journeys.dump import differences, dump
from tests.journeys.records import write_files
from tests.journeys.test_from_file_to_page import is_all_done
from tests.servers import Process, wait_until
from works.models import ImportRun, StaleMark

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FILES, WORKS = 40, 150
# How many batches each of six that are killed may do.
BATCHES = (0, 0, 1, 1, 2, 3)
# What a recompute writes, in its order.
WRITTEN = ("works_author", "graph_collaborationedge", "profiles_trustsnapshot", "works_stalemark")
# Held for as long as a chunk of marks is worked on (profiles/recompute/services.py).
RECOMPUTING = """
    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (
        SELECT oid FROM pg_database WHERE datname = current_database()
    ) AND (classid::bigint << 32 | objid::bigint) = hashtextextended(%s, 0)
"""


def is_locked(name: str) -> bool:
    """Whether somebody holds the advisory lock of this name."""
    with connection.cursor() as cursor:
        cursor.execute(RECOMPUTING, [name])
        return bool(cursor.fetchone()[0])


def emptied() -> None:
    """As before the first import."""
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    """The files that are imported."""
    return write_files(tmp_path / "feeds", files=FILES, works=WORKS)


def test_a_worker_killed_in_the_middle_of_a_recompute(
    paths: list[str],
    manage: Callable[..., str],
    start_worker: Callable[[], Process],
    start_relay: Callable[[], Process],
) -> None:
    said = manage("import", "arxiv", *paths)
    assert f"read {FILES * (WORKS + 2)}, created {FILES * WORKS}" in said
    assert f"rejected {FILES * 2}" in said
    with transaction.atomic(), connection.cursor() as cursor:
        # It comes as far as this table, and is not over before it is killed.
        cursor.execute(f"LOCK TABLE {random.choice(WRITTEN)} IN SHARE MODE")
        start_relay()
        worker = start_worker()
        wait_until(lambda: is_locked("profiles.recompute"))
        time.sleep(random.uniform(0, 0.3))
        worker.kill()
    assert StaleMark.objects.exists()
    wait_until(lambda: not is_locked("profiles.recompute"))

    start_worker()
    age(published_at="11 minutes")
    wait_until(is_all_done)
    rows = OutboxRow.objects.filter(task="profiles.recompute")
    assert rows.filter(deliveries=2).count() == 1
    after_the_kill = dump()

    emptied()
    manage("import", "arxiv", *paths)
    call_command("compute", verbosity=0)
    assert differences(after_the_kill, dump()) == {}


def test_an_import_killed_again_and_again_and_resumed(
    paths: list[str], tmp_path: Path, start: Callable[..., Process], manage: Callable[..., str]
) -> None:
    words = ("import", "arxiv", *paths, "--rejects", str(tmp_path / "rejects"))
    manage(*words)
    call_command("compute", verbosity=0)
    straight, rejects = dump(), (tmp_path / "rejects").read_bytes()
    assert rejects.count(b"\n") == FILES * 2
    emptied()
    (tmp_path / "rejects").unlink()

    chosen = random.sample(BATCHES, len(BATCHES))
    done = [0, *(killed_somewhere(start, *words, "--resume", batches=batches) for batches in chosen)]
    assert done == sorted(done)
    assert len({number for number in done if 0 < number < FILES * WORKS}) >= 2, f"hardly ever in the middle: {done}"
    said = manage(*words, "--resume")
    assert f"rejected {FILES * 2}" in said
    call_command("compute", verbosity=0)
    assert differences(straight, dump()) == {}
    assert (tmp_path / "rejects").read_bytes() == rejects


def killed_somewhere(start: Callable[..., Process], *words: str, batches: int) -> int:
    """Start it, and kill it a little after so many batches; gives how many works there are then."""
    enough = works_so_far() + WORKS * batches
    process = start("manage.py", *words)
    wait_until(lambda: works_so_far() >= enough or not process.is_running())
    time.sleep(random.uniform(0, 0.1 if works_so_far() else 2))
    process.kill()
    # The session of a killed process holds its lock until its last statement has ended.
    wait_until(lambda: not is_locked("import arxiv"))
    return works_so_far()


def works_so_far() -> int:
    """How many works the runs say that they have made."""
    return sum(ImportRun.objects.values_list("created", flat=True))
