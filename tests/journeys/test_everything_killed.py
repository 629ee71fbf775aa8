"""Every source imported, by a process and on a database that are killed (−9): the same as without a break."""

from random import Random

import pytest

from tests.journeys.dump import differences
from tests.journeys.killing import Ended, OwnServer, disturbed, undisturbed

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("own server")]
WORKS = 12


@pytest.fixture(scope="module")
def straight(own_server: OwnServer) -> Ended:
    """What an undisturbed run gives."""
    return undisturbed(own_server, "straight", works=WORKS)


@pytest.mark.parametrize("victim", ["process", "database"])
def test_killed_at_some_moments_and_resumed(own_server: OwnServer, straight: Ended, victim: str) -> None:
    chance = Random(f"moments of the {victim}")
    # Where the machine has become faster since, the kills may come too late: again, earlier.
    for part in (1, 3, 9):
        seconds = straight.seconds / part
        found = disturbed(own_server, f"{victim}_{part}", (victim,) * 2, works=WORKS, seconds=seconds, chance=chance)
        if found.kills:
            break
    assert found.kills >= 1
    assert differences(straight.dump, found.dump) == {}
    assert found.rejects == straight.rejects
