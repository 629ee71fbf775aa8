"""Two who act on one invitation at the same moment: one result."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from profiles.blocks import services as blocks
from profiles.conversations import services as conversations
from profiles.conversations.errors import Closed
from profiles.conversations.models import Conversation, Message
from profiles.invitations import services
from profiles.invitations.errors import CannotInvite, MovedOn
from profiles.invitations.models import Invitation, InvitationState as State
from profiles.invitations.services import Asked
from tests.factories.talking import SAID, invite, make_conversation, make_holder

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Runs the acts in threads with connections of their own, let loose together; gives what each gave or raised."""
    gate = threading.Barrier(len(acts))

    def one(act):
        try:
            connection.ensure_connection()
            gate.wait(timeout=20)
            return act()
        except (MovedOn, CannotInvite, Closed) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.fixture
def two():
    return make_holder("Ada Lovelace"), make_holder("Basil Marrowby")


def test_accepted_and_withdrawn_at_once_is_one_of_the_two(two):
    ada, basil = two
    for _ in range(5):
        sent = invite(ada, basil)
        results = at_once(
            lambda sent=sent: services.accept(invitation=sent, by=basil.account),
            lambda sent=sent: services.withdraw(invitation=sent, by=ada.account),
        )
        state = Invitation.objects.get(pk=sent.pk).state
        assert state in (State.ACCEPTED, State.WITHDRAWN)
        assert Conversation.objects.count() == (state == State.ACCEPTED)
        assert [type(one) for one in results].count(MovedOn) == 1
        Invitation.objects.all().delete()


def test_two_answers_at_once_are_one(two):
    ada, basil = two
    for _ in range(5):
        sent = invite(ada, basil)
        answers = (services.accept, services.decline, services.ask_later)
        results = at_once(*(lambda act=act, sent=sent: act(invitation=sent, by=basil.account) for act in answers))
        state = Invitation.objects.get(pk=sent.pk).state
        assert Conversation.objects.count() == (state == State.ACCEPTED)
        # Asked for more time first, there is an answer after it.
        assert [type(one) for one in results].count(MovedOn) in (1, 2)
        Invitation.objects.all().delete()


def test_two_who_invite_each_other_at_once_have_one_invitation(two):
    ada, basil = two
    ways = ((ada, basil), (basil, ada), (ada, basil))
    results = at_once(
        *(
            lambda one=one, other=other: services.send(
                account=one.account, author=other.author, asked=Asked(**SAID), key=uuid4()
            )
            for one, other in ways
        )
    )
    assert Invitation.objects.count() == 1
    assert [type(one) for one in results].count(CannotInvite) == 2


def test_one_form_sent_many_times_at_once_is_one_message(two):
    ada, basil = two
    talk, key = make_conversation(ada.account, basil.account), uuid4()
    write = lambda: conversations.write(conversation=talk, by=ada.account, text="Good day.", key=key)  # noqa: E731
    results = at_once(*[write] * 6)
    assert {one.pk for one in results} == {Message.objects.get().pk}


def test_nothing_is_written_after_a_block_and_numbers_are_in_the_order_of_commits(two):
    ada, basil = two
    talk = make_conversation(ada.account, basil.account)
    writes = [
        lambda by=by: conversations.write(conversation=talk, by=by.account, text="Good day.", key=uuid4())
        for by in (ada, basil, ada, basil)
    ]
    results = at_once(*writes, lambda: blocks.block(account=basil.account, other=ada.account))
    assert Message.objects.count() == sum(isinstance(one, Message) for one in results)
    with pytest.raises(Closed):
        writes[0]()
