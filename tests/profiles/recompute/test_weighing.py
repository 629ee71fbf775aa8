"""The model in the background: it comes after whoever imports or recomputes, by chunks, as long as names wait."""

from io import StringIO

import pytest
from django.core.management import call_command

from bzpeer.db.models import OutboxRow
from profiles.recompute import queueing, services
from tests.works.identity.test_partings import published
from works.identity.models import PlaceReason, UnweighedBlock
from works.identity.services import settle
from works.models import StaleBlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    """Two people with two works each, settled, and their blocks waiting for the model."""
    for number in range(2):
        published(f"Engine {number}", "Ada Byron", "Charles Babbage")
    settle()


def jobs():
    return OutboxRow.objects.filter(task="profiles.weigh").count()


def test_the_sweep_puts_the_job_in_once_while_names_wait(waiting):
    for _ in range(2):
        queueing.weigh_if_waiting()
    assert jobs() == 1


def test_names_that_are_to_be_settled_come_first(waiting):
    StaleBlock.objects.create(block="byron a")
    queueing.weigh_if_waiting()
    assert jobs() == 0
    assert services.weigh_chunk().was_busy
    assert UnweighedBlock.objects.count() == 2


def test_it_goes_on_as_long_as_names_wait(waiting, monkeypatch):
    monkeypatch.setattr("works.identity.weighing.services.BLOCKS_AT_ONCE", 1)
    queueing.weigh_chunk_and_go_on()
    assert (UnweighedBlock.objects.count(), PlaceReason.objects.count(), jobs()) == (1, 2, 1)


def test_without_a_worker_a_command_does_it(waiting):
    out = StringIO()
    call_command("weigh", stdout=out)
    assert out.getvalue() == "blocks of names weighed: 2\n"
    assert PlaceReason.objects.count() == 4
