"""Sending and answering, what is journalled, who is told, what time does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from bzpeer.db.models import JournalEntry
from bzpeer.db.signals import swept
from profiles.blocks import services as blocks
from profiles.claims.models import Claim
from profiles.conversations.models import Conversation
from profiles.invitations import rules, services
from profiles.invitations.errors import CannotInvite, MovedOn
from profiles.invitations.models import Invitation, InvitationState as State
from profiles.invitations.queries import invitation_page
from profiles.invitations.rules import Refusal
from profiles.invitations.services import Asked
from profiles.invitations.standing import record_of, standing
from profiles.notices.models import Notice
from profiles.people import people_of
from profiles.researchers.models import Researcher
from tests.factories.profiles import make_author, make_edge, make_work, make_works
from tests.factories.talking import SAID, invite, make_conversation, make_holder, make_invitation
from works.identity import joining

pytestmark = pytest.mark.django_db
ANSWERS = {"accept": State.ACCEPTED, "decline": State.DECLINED, "ask_later": State.LATER}


@pytest.fixture
def ada():
    return make_holder("Ada Lovelace")


@pytest.fixture
def basil():
    return make_holder("Basil Marrowby")


def state_of(invitation):
    return Invitation.objects.get(pk=invitation.pk).state


def told():
    return list(Notice.objects.order_by("pk").values_list("kind", flat=True))


def aged(invitation, **ago):
    """As if everything about it had happened so long ago."""
    by = timedelta(**ago)
    Invitation.objects.filter(pk=invitation.pk).update(
        made_at=invitation.made_at - by, moved_at=timezone.now() - by, expires_at=invitation.expires_at - by
    )


def refusal_of(sender, recipient):
    return standing(account=sender.account, author=recipient.author).refusal


def test_an_invitation_is_sent_journalled_and_told(ada, basil):
    sent = invite(ada, basil)
    assert (sent.sender, sent.recipient_id, sent.state) == (ada.account, basil.account_id, State.SENT)
    entry = JournalEntry.objects.get(object_kind="invitation", object_id=sent.pk)
    assert (entry.act, entry.actor_id, entry.after) == ("invitation sent", ada.account_id, "sent")
    assert told() == ["invitation"]


def test_the_same_form_sent_again_is_the_same_invitation(ada, basil):
    key = uuid4()
    asked = Asked(**SAID)
    first, again = (services.send(account=ada.account, author=basil.author, asked=asked, key=key) for _ in range(2))
    assert first == again
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(("act", "state"), ANSWERS.items())
def test_the_recipient_answers_and_twice_is_once(ada, basil, act, state):
    sent = invite(ada, basil)
    for _ in range(2):
        getattr(services, act)(invitation=sent, by=basil.account)
    assert state_of(sent) == state
    assert told() == ["invitation", f"invitation-{state.replace(' ', '-')}"]
    assert [one.account for one in Notice.objects.order_by("pk")] == [basil.account, ada.account]
    assert JournalEntry.objects.filter(object_kind="invitation", after=state).count() == 1


def test_accepting_opens_one_conversation_of_the_two(ada, basil):
    sent = invite(ada, basil)
    first, again = (services.accept(invitation=sent, by=basil.account) for _ in range(2))
    assert first == again == Conversation.objects.get()
    sides = first.participants.values_list("account_id", flat=True)
    assert set(sides) == {ada.account_id, basil.account_id}


@pytest.mark.parametrize("act", ["accept", "decline", "ask_later"])
def test_the_sender_answers_nothing(ada, basil, act):
    sent = invite(ada, basil)
    with pytest.raises(MovedOn):
        getattr(services, act)(invitation=sent, by=ada.account)
    assert state_of(sent) == State.SENT


def test_what_was_withdrawn_is_not_accepted_any_more(ada, basil):
    sent = invite(ada, basil)
    services.withdraw(invitation=sent, by=ada.account)
    with pytest.raises(MovedOn):
        services.accept(invitation=sent, by=basil.account)
    assert not Conversation.objects.exists()


def test_asking_later_is_no_way_to_revive_what_has_run_out(ada, basil):
    invitation = invite(ada, basil)
    aged(invitation, days=31)
    with pytest.raises(MovedOn):
        services.ask_later(invitation=invitation, by=basil.account)


def test_one_open_invitation_a_pair_whoever_began(ada, basil):
    invite(ada, basil)
    assert refusal_of(ada, basil) is Refusal.OPEN_ALREADY
    assert refusal_of(basil, ada) is Refusal.THEY_ASKED


def test_after_a_no_there_is_none_for_a_year_and_the_reason_only_counts(ada, basil):
    sent = invite(ada, basil)
    services.decline(invitation=sent, by=basil.account)
    services.decline(invitation=sent, by=basil.account, reason="to many")
    assert record_of(ada.account, timezone.now()).unwelcome == 1
    aged(sent, days=364)
    assert refusal_of(ada, basil) is Refusal.DECLINED
    aged(Invitation.objects.get(), days=366)
    assert refusal_of(ada, basil) is None


def test_limits_hold_and_say_how_long(ada, basil, settings):
    settings.RATE_LIMITS = True
    sent = invite(ada, basil)
    services.withdraw(invitation=sent, by=ada.account)
    with pytest.raises(CannotInvite) as soon:
        invite(ada, basil)
    assert soon.value.refusal is Refusal.TOO_SOON
    assert 89 * 86400 < soon.value.wait <= 90 * 86400 + 60
    for number in range(rules.WEEKLY - 1):
        invite(ada, make_holder(f"Clio Tindlemoor {number}"))
    with pytest.raises(CannotInvite) as full:
        invite(ada, make_holder("Dov Oakhollow"))
    assert full.value.refusal is Refusal.WEEK_FULL
    assert 6 * 86400 < full.value.wait <= 7 * 86400 + 60


def test_who_is_open_to_collaborators_is_open_to_those_alone(ada, basil):
    Researcher.objects.filter(pk=basil.pk).update(invites="collaborators")
    assert refusal_of(ada, basil) is Refusal.NOT_TAKING
    make_edge(ada.author, basil.author)
    assert refusal_of(ada, basil) is None


def test_in_the_half_open_week_nobody_is_invited(ada, basil):
    until = timezone.now() + timedelta(days=2)
    Claim.objects.create(author=ada.author, account=ada.account, state="approved", half_open_until=until)
    with pytest.raises(CannotInvite) as refused:
        invite(ada, basil)
    assert refused.value.refusal is Refusal.HALF_OPEN


def test_blocked_people_do_not_reach_each_other_and_the_blocked_one_is_not_told(ada, basil):
    sent = invite(ada, basil)
    blocks.block(account=basil.account, other=ada.account)
    assert state_of(sent) == State.BLOCKED
    assert told() == ["invitation", "invitation-declined"]
    Invitation.objects.all().delete()
    assert refusal_of(ada, basil) is Refusal.NOT_TAKING
    assert refusal_of(basil, ada) is Refusal.KEPT_AWAY
    blocks.unblock(block=basil.account.blocks.get(), account=basil.account)
    assert refusal_of(ada, basil) is None


def test_time_reminds_once_and_ends(ada, basil):
    sent = make_invitation(ada.account, basil.account, days=8)
    swept.send(sender=None)
    assert told() == []
    aged(sent, days=2)
    for _ in range(2):
        swept.send(sender=None)
    assert told() == ["invitation-reminder"]
    aged(Invitation.objects.get(), days=7)
    with pytest.raises(MovedOn):
        services.accept(invitation=sent, by=basil.account)
    swept.send(sender=None)
    assert state_of(sent) == State.EXPIRED


def test_an_invitation_ends_with_the_record_of_either_side(ada, basil):
    sent = invite(ada, basil)
    ada.delete()
    with pytest.raises(MovedOn):
        services.accept(invitation=sent, by=basil.account)
    swept.send(sender=None)
    assert state_of(sent) == State.EXPIRED


def test_a_merge_and_its_undoing_leave_invitations_with_their_people(ada, basil):
    sent = invite(ada, basil)
    bigger = make_author("Basil X. Marrowby")
    change = joining.merge(kept=bigger, gone=basil.author, by="test", reason="same person")
    assert refusal_of(ada, Researcher.objects.get(account=basil.account)) is Refusal.OPEN_ALREADY
    joining.undo(change=change, by="test", reason="mis-click")
    assert state_of(sent) == State.SENT
    assert services.accept(invitation=sent, by=basil.account).invitation == sent


@pytest.mark.parametrize("chosen", [1, 2])
def test_a_split_and_its_undoing_leave_invitations_and_conversations_with_their_people(ada, basil, chosen):
    make_works(basil.author, 3)
    sent = invite(ada, basil)
    clio = make_holder("Clio Tindlemoor")
    talking = make_conversation(clio.account, basil.account)
    places = basil.author.authorships.order_by("pk").values_list("pk", flat=True)[:chosen]
    change = joining.split(author=basil.author, authorship_ids=list(places), by="test", reason="two people")
    for _ in range(2):
        held = Researcher.objects.get(account=basil.account)
        assert refusal_of(ada, held) is Refusal.OPEN_ALREADY
        assert invitation_page(sent, ada.account).other.author == held.author
        assert people_of([basil.account_id])[basil.account_id].author == held.author
        assert talking.participants.filter(account=basil.account).exists()
        if change.undone_at is None:
            change = joining.undo(change=change, by="test", reason="mis-click")
    assert held.author == basil.author
    assert services.accept(invitation=sent, by=basil.account).invitation == sent


def test_a_work_that_turns_out_to_be_another_is_what_the_invitation_is_about(ada, basil):
    old, new = make_work(authors=[basil.author]), make_work(authors=[basil.author])
    sent = make_invitation(ada.account, basil.account, work=old)
    services.move_works({old.pk: new.pk})
    assert Invitation.objects.get(pk=sent.pk).work == new
