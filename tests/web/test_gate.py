"""No more answers are made at once than there are database connections; those that are sent do not count."""

import threading

from bzpeer.web.gate import at_most
from tests.servers import wait_until


def test_so_many_are_made_at_once_and_what_is_sent_takes_no_place():
    made, free, most = [], threading.Event(), []

    def application(environ, start):
        made.append(environ["name"])
        most.append(len(made))
        free.wait(30)
        made.remove(environ["name"])
        return iter([b"one", b"two"])

    answered = at_most(2, application)
    threads = [threading.Thread(target=answered, args=({"name": number}, None)) for number in range(6)]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(made) == 2)
    free.set()
    for thread in threads:
        thread.join(30)
    assert max(most) <= 2
    assert len(most) == 6
    # Begun and not read to their ends: there is room for the next all the same.
    half_sent = [answered({"name": number}, None) for number in range(3)]
    assert [next(body) for body in half_sent] == [b"one"] * 3


def test_without_connections_of_their_own_there_is_no_limit():
    def application(environ, start):
        return []

    assert at_most(0, application) is application
