"""What the journal remembers of an object, and how it is told."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from bzpeer.db.journal import services
from bzpeer.db.journal.queries import history
from bzpeer.db.models import JournalDetail, JournalEntry

pytestmark = pytest.mark.django_db


def write(**said):
    return services.write(**{"act": "submitted", "actor": "clock", "object_kind": "claim", "object_id": 7} | said)


def test_a_history_tells_everything_in_order(owner):
    write(actor=owner, before="draft", after="submitted", words={"said": "Das bin ich"})
    write(act="approved", actor="rule institution-mail", reason="domain", before="submitted", after="approved")
    write(object_id=8)
    write(object_kind="case")
    first, second = history("claim", 7)
    assert (first.act, first.before, first.after, first.words) == (
        "submitted", "draft", "submitted", {"said": "Das bin ich"},
    )  # fmt: skip
    assert (second.who, second.reason, second.words) == ("rule institution-mail", "domain", {})
    assert first.at <= second.at
    assert first.at.tzinfo is not None


def test_people_are_called_after_who_looks_and_never_by_name(owner, moderator, stranger):
    write(actor=owner)
    write(actor=moderator)
    write(actor="clock")

    def who(viewer, people=None):
        return [line.who for line in history("claim", 7, viewer=viewer, people=people)]

    assert who(owner) == ["you", "a moderator", "clock"]
    assert who(moderator, {owner.pk: "the claimant"}) == ["the claimant", "you", "clock"]
    assert who(AnonymousUser(), {owner.pk: "the claimant"}) == ["the claimant", "a moderator", "clock"]
    assert who(None) == ["a moderator", "a moderator", "clock"]


def test_a_history_is_one_query(owner, django_assert_num_queries):
    for _ in range(3):
        write(actor=owner, words={"said": "again"})
    with django_assert_num_queries(1):
        assert len(history("claim", 7, viewer=owner)) == 3


def test_words_may_hold_dates_and_fractions(owner):
    due = datetime.datetime(2026, 12, 1, 9, 30, tzinfo=datetime.UTC)
    write(words={"due": due, "share": 0.1, "big": 1e22, "list": [1, None, True]})
    (line,) = history("claim", 7)
    assert line.words == {"due": "2026-12-01T09:30:00Z", "share": "0.1", "big": "1e+22", "list": [1, None, True]}


def test_erased_words_are_gone_and_the_act_stays():
    write(words={"said": "my old name"})
    write(object_id=8, words={"said": "another"})
    assert services.erase_words(object_kind="claim", object_id=7) == 1
    (line,) = history("claim", 7)
    assert line.words == {}
    assert JournalDetail.objects.count() == 1
    assert JournalEntry.objects.count() == 2


def test_words_that_json_cannot_hold_are_refused():
    with pytest.raises(TypeError):
        write(words={"said": object()})
    assert not JournalEntry.objects.exists()
