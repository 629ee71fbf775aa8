"""Several sources that tell of one world: what stands in the database does not depend on who spoke first."""

from contextlib import suppress
from itertools import permutations
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.journeys.dump import RECORD, differences, dump
from tests.journeys.worlds import SOURCES, write_world

pytestmark = pytest.mark.django_db


class Undone(Exception):
    """Raised to leave the database as it was."""


def imported(paths: dict[str, str], order: tuple[str, ...]) -> dict[str, list[str]]:
    """What stands there after these sources, one after the other; nothing of it stays."""
    found: dict[str, list[str]] = {}
    with suppress(Undone), transaction.atomic():
        for source in order:
            call_command("import", source, paths[source], verbosity=0)
        call_command("compute", verbosity=0)
        whole = dump()
        found = {part: whole[part] for part in RECORD}
        raise Undone
    return found


def test_three_sources_in_any_order_give_the_same_record(tmp_path: Path) -> None:
    paths = write_world(tmp_path / "world", works=25)
    first, *others = (imported(paths, order) for order in permutations(SOURCES))
    assert 0 < len(first["works"]) <= 25
    for other in others:
        assert differences(first, other) == {}
