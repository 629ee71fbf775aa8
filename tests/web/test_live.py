"""Streams: news when something was written, an end when one may not hear it, few of them, no connection held."""

import threading

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from bzpeer.web import live as module
from bzpeer.web.live import BEGINNING, NEWS, NOTHING, Places, live
from tests.listening import hushed, woken
from tests.web.streams import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def streamed(monkeypatch):
    """Call it for a stream to account 7 that is read in a thread of its own, as servers read them."""
    monkeypatch.setattr(module, "HEARTBEAT", 0.05)
    monkeypatch.setattr(module, "places", Places(most=3, of_account=2))
    opened = []

    def one(topic="conversation 1", *, account=7, may_still=lambda: True):
        opened.append(live(RequestFactory().get("/"), topic, account=account, may_still=may_still))
        return opened[-1]

    with hushed():
        yield one
        for response in opened:
            response.close()


def test_it_begins_with_news_and_brings_more_when_something_is_written(streamed):
    may_go_on = threading.Event()
    may_go_on.set()
    reader = Reader(streamed(may_still=may_go_on.is_set))
    reader.until(BEGINNING)
    woken("conversation 2")
    reader.until(NOTHING)
    assert NEWS not in reader.seen
    woken("conversation 1")
    reader.until(NEWS)
    assert reader.connections == {None}
    may_go_on.clear()
    woken("conversation 1")
    reader.ends()
    assert reader.seen.count(NEWS) == 1


def test_the_right_is_looked_at_when_nothing_happens_too(streamed, monkeypatch):
    monkeypatch.setattr(module, "CHECKED", 0.1)
    reader = Reader(streamed(may_still=lambda: False))
    reader.ends()
    assert NEWS not in reader.seen


def test_a_database_that_does_not_answer_ends_it(streamed):
    def away():
        raise DatabaseError

    reader = Reader(streamed(may_still=away))
    reader.until(BEGINNING)
    woken("conversation 1")
    reader.ends()


def test_it_ends_by_itself_after_a_while(streamed, monkeypatch):
    monkeypatch.setattr(module, "LASTS", 0.1)
    reader = Reader(streamed())
    reader.ends()


def test_there_are_few_for_an_account_and_few_in_all_and_closing_one_frees_its_place(streamed):
    first = streamed()
    assert [first.status_code, streamed().status_code] == [200, 200]
    assert streamed().status_code == 204
    other = streamed(account=8)
    assert [other.status_code, streamed(account=8).status_code] == [200, 204]
    first.close()
    first.close()
    assert streamed().status_code == 200
    assert streamed().status_code == 204


def test_one_that_was_never_sent_keeps_no_place(streamed):
    for _ in range(5):
        assert live(RequestFactory().get("/"), "x", account=7, may_still=lambda: True).status_code == 200


def test_it_is_stored_nowhere_on_its_way_and_costs_no_place_to_ask_about(streamed):
    response = streamed()
    assert response.headers["Content-Type"] == "text/event-stream"
    assert response.headers["X-Accel-Buffering"] == "no"
    asked = live(RequestFactory().head("/"), "x", account=7, may_still=lambda: True)
    assert (asked.status_code, asked.content) == (200, b"")
    assert streamed().status_code == 200
