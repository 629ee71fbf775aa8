"""Invitations and conversations when somebody asks for their copy, leaves, or is erased."""

import orjson
import pytest

from bzpeer.db.signals import swept
from profiles.conversations.models import Conversation, Message
from profiles.invitations.models import Invitation
from profiles.privacy.contents import contents
from profiles.researchers import services as researchers
from tests.factories.moderation import logged_in
from tests.factories.talking import invite, make_conversation, make_holder, make_invitation, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_holder("Ada Lovelace")


@pytest.fixture
def basil():
    return make_holder("Basil Marrowby")


def copy_of(account):
    return orjson.loads(orjson.dumps(contents(account), default=str))


def test_a_copy_holds_both_sides_invitations_and_own_messages(ada, basil):
    talk = make_conversation(ada.account, basil.account)
    say(talk, ada.account, "Mine.")
    say(talk, basil.account, "Theirs.")
    told = copy_of(ada.account)
    assert [(row["from"], row["to"], row["state"]) for row in told["invitations"]] == [
        ("Ada Lovelace", "Basil Marrowby", "accepted")
    ]
    assert [row["text"] for row in told["messages"]] == ["Mine."]
    assert [row["conversation"] for row in told["conversations"]] == [talk.pk]
    assert "Theirs." not in str(told)


def test_nobody_learns_from_their_copy_that_they_were_blocked_or_why_declined(ada, basil):
    make_invitation(ada.account, basil.account, state="blocked")
    make_invitation(ada.account, basil.account, state="declined", reason="to many")
    told = copy_of(ada.account)["invitations"]
    assert [row["state"] for row in told] == ["declined", "declined"]
    assert "reason" not in str(told)
    assert [row["reason"] for row in copy_of(basil.account)["invitations"]] == ["", "to many"]


def test_who_leaves_the_site_leaves_the_others_copy_without_the_name(ada, basil):
    talk = make_conversation(ada.account, basil.account)
    say(talk, ada.account, "I was here.")
    clio = make_holder("Clio Tindlemoor")
    asked, got = invite(ada, clio), invite(clio, make_holder("Dov Oakhollow"))
    ada.account.delete()
    assert Invitation.objects.get(pk=asked.pk).state == "expired"
    assert Invitation.objects.get(pk=got.pk).state == "sent"
    page = logged_in(basil.account).get(f"/conversations/{talk.pk}/").content.decode()
    assert "I was here." in page
    assert "name withheld" in page
    assert "Ada Lovelace" not in page
    assert "closed" in page
    assert "name withheld" in logged_in(clio.account).get(f"/invitations/{asked.pk}/").content.decode()


def test_when_the_last_of_the_two_is_gone_so_is_the_conversation(ada, basil):
    talk = make_conversation(ada.account, basil.account)
    say(talk, ada.account)
    for one in (ada, basil):
        one.account.delete()
    swept.send(sender=None)
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()


def test_who_is_erased_from_the_record_is_a_name_withheld_to_the_other(ada, basil):
    talk = make_conversation(ada.account, basil.account)
    researchers.give_up(author=ada.author, reason="record erased")
    page = logged_in(basil.account).get(f"/conversations/{talk.pk}/").content.decode()
    assert "name withheld" in page
    assert "Ada Lovelace" not in page
