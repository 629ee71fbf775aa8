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
    found = disturbed(own_server, victim, (victim,) * 2, works=WORKS, seconds=straight.seconds, chance=chance)
    assert found.kills >= 1
    assert differences(straight.dump, found.dump) == {}
    assert found.rejects == straight.rejects
