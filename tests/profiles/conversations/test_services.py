"""Writing, leaving, drafts, read marks, and who may not write."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from bzpeer.db.signals import swept
from profiles.blocks import services as blocks
from profiles.claims.errors import TooMany
from profiles.conversations import queries, services
from profiles.conversations.errors import Closed, Stopped
from profiles.conversations.models import Conversation, Message
from profiles.conversations.reporting import NobodyThere, report_words
from profiles.moderation.access import desk_of
from profiles.moderation.deciding import decide
from profiles.moderation.models import Case, Decision
from profiles.moderation.undoing import undo
from profiles.notices.models import Notice
from tests.factories.moderation import make_moderator
from tests.factories.talking import make_invitation, say, side_of

pytestmark = pytest.mark.django_db


def test_a_form_sent_twice_is_one_message(talk, ada):
    key = uuid4()
    first, again = (services.write(conversation=talk, by=ada, text="Good day.", key=key) for _ in range(2))
    assert first == again == Message.objects.get()


def told(account):
    """The sweep, and how often the account was told so far of messages."""
    swept.send(sender=None)
    return Notice.objects.filter(account=account, kind="message").count()


def aged():
    """As if everything had been written three minutes before."""
    Message.objects.update(at=timezone.now() - timedelta(minutes=3))


def test_the_other_is_told_once_for_all_that_waits_and_again_when_they_have_read_it(talk, ada, basil):
    for text in ("One.", "Two."):
        say(talk, ada, text)
    assert told(basil) == 0
    aged()
    assert [told(basil), told(basil), told(ada)] == [1, 1, 0]
    say(talk, ada, "Three.")
    aged()
    assert told(basil) == 1
    assert queries.unread_of(basil) == 3
    services.mark_read(participant=side_of(talk, basil), newest=Message.objects.last().pk)
    assert queries.unread_of(basil) == 0
    say(talk, ada, "Four.")
    aged()
    assert told(basil) == 2


def test_who_reads_as_it_comes_is_not_told(talk, ada, basil):
    message = say(talk, ada)
    services.mark_read(participant=side_of(talk, basil), newest=message.pk)
    aged()
    assert told(basil) == 0


def test_a_draft_is_kept_until_it_is_sent_and_does_not_come_back(talk, ada):
    key = uuid4()
    services.save_draft(conversation=talk, by=ada, text="Good d", key=key)
    assert side_of(talk, ada).draft == "Good d"
    services.write(conversation=talk, by=ada, text="Good day.", key=key)
    services.save_draft(conversation=talk, by=ada, text="Good d", key=key)
    assert side_of(talk, ada).draft == ""


@pytest.mark.parametrize("is_blocked", [True, False])
def test_left_or_blocked_it_is_closed_in_the_same_words(talk, ada, basil, is_blocked):
    if is_blocked:
        blocks.block(account=basil, other=ada)
    else:
        services.leave(conversation=talk, by=basil)
    with pytest.raises(Closed) as closed:
        say(talk, ada)
    assert str(closed.value.words) == str(Closed.words)
    assert queries.conversation_page(side_of(talk, ada)).is_closed


def test_who_leaves_has_no_copy_and_when_both_have_left_there_is_none(talk, ada, basil):
    say(talk, ada)
    for _ in range(2):
        services.leave(conversation=talk, by=ada)
    swept.send(sender=None)
    assert Message.objects.count() == 1
    services.leave(conversation=talk, by=basil)
    swept.send(sender=None)
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()


def test_what_was_quiet_for_two_years_goes_unless_moderators_look_at_it(talk, ada, basil):
    message = say(talk, ada)
    case = report_words(account=basil, writer=ada, words="Look.", message=message).report.cases.get()
    Conversation.objects.update(last_at=timezone.now() - timedelta(days=731))
    swept.send(sender=None)
    assert Conversation.objects.exists()
    Case.objects.filter(pk=case.pk).update(state="closed")
    swept.send(sender=None)
    assert not Conversation.objects.exists()


def test_thirty_messages_an_hour_from_one_side_and_the_other_side_has_its_own(talk, ada, basil, settings):
    settings.RATE_LIMITS = True
    Message.objects.bulk_create(Message(conversation=talk, sender=ada, text="x", key=uuid4()) for _ in range(30))
    with pytest.raises(TooMany) as full:
        say(talk, ada)
    assert 3500 < full.value.wait <= 3700
    assert say(talk, basil)


def test_read_marks_are_seen_between_two_who_both_show_them(talk, ada, basil):
    message = say(talk, ada)
    services.mark_read(participant=side_of(talk, basil), newest=message.pk)
    seen = lambda: queries.conversation_page(side_of(talk, ada)).seen_to  # noqa: E731
    assert seen() == 0
    services.show_read_marks(account=basil, is_shown=True)
    assert seen() == 0
    services.show_read_marks(account=ada, is_shown=True)
    assert seen() == message.pk
    services.show_read_marks(account=basil, is_shown=False)
    assert seen() == 0


def test_words_are_reported_once_and_a_decision_stops_their_writer_until_it_is_taken_back(talk, ada, basil):
    message = say(talk, ada, "You are a bad loom.")
    first, again = (report_words(account=basil, writer=ada, words="Look.", message=message) for _ in range(2))
    assert first == again
    case, moderator = Case.objects.get(kind="words"), make_moderator()
    decide(desk=desk_of(moderator), case=case, verdict="stop", reason="attack", words="Ninety days.")
    with pytest.raises(Stopped):
        say(talk, ada)
    Decision.objects.update(made_at=timezone.now() - timedelta(days=91))
    assert say(talk, ada)
    Decision.objects.update(made_at=timezone.now())
    case.refresh_from_db()
    undo(desk=desk_of(moderator), case=case, reason="mis-click", words="Wrong case.")
    assert say(talk, ada)


def test_who_is_gone_cannot_be_reported(basil):
    sent = make_invitation(None, basil)
    with pytest.raises(NobodyThere):
        report_words(account=basil, writer=None, words="Look.", invitation=sent)
