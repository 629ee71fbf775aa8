"""Two imports at once: of two sources, as one after the other; of one source, the second is told to wait."""

import psycopg
import pytest

from tests.journeys.dump import RECORD, differences
from tests.journeys.everything import lay_out
from tests.journeys.killing import Dump, OwnServer, begin, end
from tests.servers import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("own server")]


def record(found: Dump) -> Dump:
    """What the sources say, whoever said it first."""
    return {part: found[part] for part in RECORD}


def test_two_sources_that_tell_of_the_same_works(own_server: OwnServer) -> None:
    folder, address = lay_out(own_server.folder / "at-once", works=40), own_server.fresh("at_once")
    begun = [begin(own_server, address, folder, source) for source in ("openalex", "crossref")]
    for one in begun:
        end(one)
    at_once = own_server.dump(address)

    folder, address = lay_out(own_server.folder / "in-turn", works=40), own_server.fresh("in_turn")
    end(begin(own_server, address, folder, "openalex", "crossref"))
    assert differences(record(own_server.dump(address)), record(at_once)) == {}


def test_the_second_of_one_source_says_that_it_is_running(own_server: OwnServer) -> None:
    folder, address = lay_out(own_server.folder / "same", works=60), own_server.fresh("same")
    first = begin(own_server, address, folder, "openalex")
    with psycopg.connect(address, autocommit=True) as connection:
        wait_until(lambda: bool(connection.execute("SELECT FROM works_importrun").fetchall()))
        first.process.freeze()
        [(run,)] = connection.execute("SELECT id FROM works_importrun WHERE state = 'running'").fetchall()
    second = own_server.run(address, "manage.py", "import", "openalex", str(folder / "openalex"))
    assert second.wait() == 3
    assert second.log.read_text() == f"Import {run} of openalex is running\n"
    first.process.thaw()
    end(first)
