"""Who looks at a conversation hears at once of what is written in it, as long as it is theirs to read."""

from uuid import uuid4

import pytest

from bzpeer.web import live as module
from bzpeer.web.live import BEGINNING, NEWS, OF_ACCOUNT
from profiles.conversations import services
from tests.factories.moderation import logged_in
from tests.factories.talking import make_conversation, make_holder
from tests.listening import hushed
from tests.web.streams import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def streamed(monkeypatch):
    """Call it for the answer to a browser that asks for the stream of a conversation; closed after the test."""
    monkeypatch.setattr(module, "HEARTBEAT", 0.05)
    opened = []

    def one(browser, talk):
        opened.append(browser.get(f"/conversations/{talk.pk}/live/"))
        return opened[-1]

    with hushed():
        yield one
        for response in opened:
            response.close()


def write(talk, by, text="Good day."):
    services.write(conversation=talk, by=by, text=text, key=uuid4())


@pytest.mark.django_db(transaction=True)
def test_a_message_is_heard_of_in_its_conversation_until_one_leaves_or_logs_out(streamed, ada, basil, talk):
    elsewhere = make_conversation(basil, make_holder("Clio Vane").account)
    by_ada, by_basil = logged_in(ada), logged_in(basil)
    one, other = Reader(streamed(by_ada, talk)), Reader(streamed(by_basil, talk))
    for reader in (one, other):
        reader.until(BEGINNING)
    write(elsewhere, basil)
    write(talk, ada)
    for reader in (one, other):
        reader.until(NEWS)
    by_basil.logout()
    write(talk, ada)
    one.until(NEWS, times=2)
    other.ends()
    services.leave(conversation=talk, by=ada)
    one.ends()
    assert [one.seen.count(NEWS), other.seen.count(NEWS)] == [2, 1]
    assert {*one.connections, *other.connections} == {None}


def test_only_the_two_are_told_and_beyond_a_few_windows_the_page_asks_by_itself(streamed, ada, basil, talk):
    answers = [streamed(logged_in(ada), talk) for _ in range(OF_ACCOUNT + 1)]
    assert [answer.status_code for answer in answers] == [200] * OF_ACCOUNT + [204]
    assert answers[0].headers["Cache-Control"] == "private, no-store"
    assert streamed(logged_in(basil), talk).status_code == 200
    assert streamed(logged_in(make_holder("Clio Vane").account), talk).status_code == 404
