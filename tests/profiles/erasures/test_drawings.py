"""No stored drawing names somebody from the moment that their record is out of sight."""

import pytest
from django.db import connection

from graph.edges import services as edges
from graph.explorer import services as explorers
from graph.slices import services as slices
from profiles.erasures.services import _set_removed
from tests.graph.builders import affiliate, author, institution, topic, work

pytestmark = pytest.mark.django_db
STORED = "SELECT count(*) FROM graph_graphslice s WHERE s::text ILIKE '%marlow%'"


def test_neighbours_and_the_works_of_co_authors_lose_the_name_with_the_record():
    ines, otto, runa = author("Ines Marlow"), author("Otto Brink"), author("Runa Vale")
    moss, coast = topic("Mosses"), institution("University of the Coast")
    together = work("On moss", [ines, otto], topics=[moss])
    without = work("On ferns", [otto, runa])
    affiliate(together, otto, coast)
    edges.refresh(None)
    centres = {"author": [ines, otto, runa], "work": [together, without], "topic": [moss], "institution": [coast]}
    for kind, found in centres.items():
        for centre in found:
            slices.compute(kind, centre.pk)
            explorers.compute(kind, centre.pk)
    assert naming() >= 6
    _set_removed(ines, is_removed=True)
    assert naming() == 0


def naming() -> int:
    with connection.cursor() as cursor:
        cursor.execute(STORED)
        return cursor.fetchone()[0]
