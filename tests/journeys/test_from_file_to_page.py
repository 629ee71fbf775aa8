"""From a file of records to a page with its graph, through a real worker, relay, broker and database."""

from collections.abc import Callable

import pytest
from django.db.models import Q
from django.test import Client

from bzpeer.db.models import OutboxRow
from bzpeer.site.sample import SAMPLE
from graph.edges.models import CollaborationEdge
from profiles.trust.models import TrustSnapshot
from tests.servers import Process, wait_until
from works.models import Author, StaleBlock, StaleMark

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BUILDING = b"Building this graph slice"


def is_all_done() -> bool:
    """No job is open and no mark waits."""
    open_rows = OutboxRow.objects.filter(Q(done_at=None))
    return not (open_rows.exists() or StaleMark.objects.exists() or StaleBlock.objects.exists())


def test_the_sample_becomes_a_profile_and_its_graph_is_drawn_once_somebody_looks(
    manage: Callable[..., str], start_worker: Callable[[], Process], start_relay: Callable[[], Process], client: Client
) -> None:
    start_relay()
    start_worker()
    assert "read 12, created 12, updated 0, unchanged 0, rejected 0" in manage("import", "arxiv", str(SAMPLE))
    wait_until(is_all_done)

    lajoie = Author.objects.get(name="Guillaume Lajoie")
    assert (lajoie.works_count, lajoie.topics_count, lajoie.close_collaborators_count) == (12, 7, 4)
    assert TrustSnapshot.objects.get(author=lajoie, is_current=True).score == 21
    assert CollaborationEdge.objects.filter(author=lajoie, is_close=True).count() == 4

    first = client.get(lajoie.get_absolute_url()).content
    assert BUILDING in first
    assert b"slice-picture" not in first
    wait_until(lambda: b"slice-picture" in client.get(lajoie.get_absolute_url()).content)
    assert BUILDING not in client.get(lajoie.get_absolute_url()).content
    drawn = OutboxRow.objects.filter(task="graph.compute_slice")
    assert [row.deliveries for row in drawn] == [1]


def test_importing_the_same_file_again_changes_nothing_and_makes_no_work(
    manage: Callable[..., str], start_worker: Callable[[], Process], start_relay: Callable[[], Process]
) -> None:
    manage("import", "arxiv", str(SAMPLE))
    start_relay()
    start_worker()
    wait_until(is_all_done)
    versions = list(Author.objects.order_by("pk").values_list("pk", "version"))
    assert "created 0, updated 0, unchanged 12" in manage("import", "arxiv", str(SAMPLE))
    wait_until(is_all_done)
    assert list(Author.objects.order_by("pk").values_list("pk", "version")) == versions
    assert TrustSnapshot.objects.count() == len(versions)
