"""The pages of a conversation: for the two alone, harmless, never losing a word."""

import json
from uuid import uuid4

import pytest

from profiles.blocks.models import Block
from profiles.conversations.models import Message
from tests.factories.moderation import logged_in, make_moderator
from tests.factories.profiles import make_account, make_author, make_work
from tests.factories.talking import make_conversation, make_holder, say, side_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "li#newest"}


@pytest.fixture
def by_ada(ada):
    return logged_in(ada)


@pytest.fixture
def by_basil(basil):
    return logged_in(basil)


def path(talk, rest=""):
    return f"/conversations/{talk.pk}/{rest}"


def written(text, **other):
    return {"text": text, "key": str(uuid4())} | other


def text_of(response):
    return response.content.decode()


def newer(browser, talk, after):
    return browser.get(path(talk, f"new/?after={after}"), headers=HTMX)


def test_two_talk_by_forms(by_ada, by_basil, talk):
    assert by_ada.post(path(talk), written("Good day.\nIs the loom there?")).status_code == 303
    page = text_of(by_basil.get(path(talk)))
    assert "Good day.\nIs the loom there?" in page
    assert "Ada Lovelace" in page
    by_basil.post(path(talk), written("It is."))
    seen = text_of(by_ada.get(path(talk)))
    assert seen.index("Is the loom there?") < seen.index("It is.")


def test_new_messages_come_once_and_in_order(by_ada, by_basil, talk, ada, django_assert_num_queries):
    first = say(talk, ada, "First.")
    with django_assert_num_queries(4):
        assert newer(by_basil, talk, first.pk).status_code == 204
    for number in range(3):
        say(talk, ada, f"Number {number}.")
    answer = text_of(newer(by_basil, talk, first.pk))
    assert "First." not in answer
    places = [answer.index(f"Number {number}.") for number in range(3)]
    assert places == sorted(places)
    newest = Message.objects.last().pk
    assert f"?after={newest}" in answer
    assert newer(by_basil, talk, newest).status_code == 204
    assert by_basil.get(path(talk, "new/")).status_code == 303


def test_a_message_sent_again_after_a_lost_answer_is_one(by_ada, talk):
    form = written("Are you there?")
    for _ in range(2):
        answer = by_ada.post(path(talk), form, headers={"HX-Request": "true", "HX-Target": "div#write-fields"})
        assert (answer.status_code, answer.headers["HX-Trigger"]) == (200, "message-sent")
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "This has 0 characters. Write something."),
        (" \u200b\u202e ", "This has 0 characters that can be seen."),
        ("a" * 4001, "This has 4,001 characters; at most 4,000 fit."),
    ],
)
def test_nothing_or_too_much_is_refused_with_the_count_and_kept(by_ada, talk, text, words):
    for headers in ({}, {"HX-Request": "true", "HX-Target": "div#write-fields"}):
        answer = by_ada.post(path(talk), written(text), headers=headers)
        assert answer.status_code == 422
        assert words in text_of(answer)
    assert not Message.objects.exists()


def test_hostile_text_is_shown_as_text(by_ada, talk):
    marks = "e" + "\u0301" * 9
    by_ada.post(path(talk), written(f"<script>x()</script> javascript:x() \u202eabc {marks} https://example.org/<b>"))
    page = text_of(by_ada.get(path(talk)))
    assert "&lt;script&gt;x()&lt;/script&gt; javascript:x() abc" in page
    assert '<a href="https://example.org/&lt;b" rel="nofollow ugc noopener">' in page
    assert "\u202e" not in page
    assert Message.objects.get().text.count("\u0301") == 4


def test_papers_that_are_named_stand_below_as_cards(by_ada, talk, django_assert_max_num_queries):
    work = make_work("On looms", authors=[make_author("Clio Tindlemoor")])
    for text in (f"See arXiv:{work.identifiers.get().value}.", f"http://127.0.0.1:8000{work.get_absolute_url()}"):
        by_ada.post(path(talk), written(text))
    with django_assert_max_num_queries(15):
        page = text_of(by_ada.get(path(talk)))
    assert page.count('<p class="paper">') == 2
    assert page.count("<bdi>On looms</bdi>") == 2


def test_drafts_are_kept_by_button_and_by_script(by_ada, talk):
    form = written("Good d")
    assert by_ada.post(path(talk, "draft/"), form).status_code == 303
    assert "Good d</textarea>" in text_of(by_ada.get(path(talk)))
    answer = by_ada.post(path(talk, "draft/"), form | {"text": "Good da"}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert "Good da</textarea>" in text_of(by_ada.get(path(talk)))


def test_closed_or_full_what_was_typed_stays(by_ada, talk, ada, basil, settings):
    settings.RATE_LIMITS = True
    Message.objects.bulk_create(Message(conversation=talk, sender=ada, text="x", key=uuid4()) for _ in range(30))
    full = by_ada.post(path(talk), written("Still there?"))
    assert full.status_code == 429
    assert 0 < int(full.headers["Retry-After"]) <= 3700
    Block.objects.create(account=basil, blocked=ada)
    closed = by_ada.post(path(talk), written("Still there?"))
    assert closed.status_code == 409
    for answer in (full, closed):
        assert "Still there?</textarea>" in text_of(answer)


def test_older_messages_are_a_link_away(by_ada, talk, ada):
    Message.objects.bulk_create(
        Message(conversation=talk, sender=ada, text=f"No. {n}.", key=uuid4()) for n in range(60)
    )
    page = text_of(by_ada.get(path(talk)))
    assert "No. 59." in page
    assert "No. 9." not in page
    first_shown = Message.objects.get(text="No. 10.")
    assert f'<a href="?before={first_shown.pk}">' in page
    older = text_of(by_ada.get(path(talk, f"?before={first_shown.pk}")))
    assert "No. 0." in older
    assert "No. 10." not in older


def test_the_list_counts_what_is_unread_and_searches_own_conversations_only(by_ada, by_basil, talk, ada, basil):
    say(talk, ada, "The loom is 100% ready.")
    other = make_conversation(make_account(), make_account())
    say(other, other.invitation.sender, "The loom is a secret.")
    assert "1 message you have not read." in text_of(by_basil.get("/conversations/"))
    found = text_of(by_basil.get("/conversations/?q=loom is"))
    assert "The loom is 100% ready." in found
    assert "secret" not in found
    assert "No message holds these words." in text_of(by_basil.get("/conversations/?q=0%%"))
    by_basil.get(path(talk))
    assert "not read" not in text_of(by_basil.get("/conversations/"))


def test_the_list_costs_the_same_however_long(by_ada, ada, django_assert_max_num_queries):
    for number in range(3):
        say(make_conversation(ada, make_holder(f"Clio {number}").account), ada)
    with django_assert_max_num_queries(10):
        by_ada.get("/conversations/")


def test_one_conversation_as_a_file(by_ada, by_basil, talk, ada, basil):
    say(talk, ada, "Good day.")
    say(talk, basil, "Good evening.")
    told = json.loads(by_ada.get(path(talk, "export.json")).content)
    assert [(one["by"], one["text"]) for one in told["messages"]] == [
        ("Ada Lovelace", "Good day."), ("Basil Marrowby", "Good evening."),
    ]  # fmt: skip
    text = by_basil.get(path(talk, "export.txt"))
    assert text.headers["Content-Disposition"] == f'attachment; filename="conversation-{talk.pk}.txt"'
    assert "Would you look at our looms" in text_of(text)
    assert "UTC, Basil Marrowby:\nGood evening." in text_of(text)


def test_a_moderator_sees_the_reported_message_and_the_five_before_it_and_nothing_else(by_basil, talk, ada):
    for number in range(9):
        say(talk, ada, f"Sentence {number}.")
    reported = Message.objects.get(text="Sentence 7.")
    form = {"words": "Unkind.", "blocks": "on"}
    answer = by_basil.post(path(talk, f"messages/{reported.pk}/report/"), form, follow=True)
    assert "A moderator looks at it within 7 days" in text_of(answer)
    assert Block.objects.get().blocked == ada
    desk = logged_in(make_moderator())
    queue = text_of(desk.get("/moderation/"))
    assert "Reported words" in queue
    case = queue.partition("/moderation/cases/")[2].partition("/")[0]
    page = text_of(desk.get(f"/moderation/cases/{case}/"))
    assert [number for number in range(9) if f"Sentence {number}." in page] == [2, 3, 4, 5, 6, 7]
    assert "Reported words looked at" in text_of(desk.get(f"/moderation/cases/{case}/"))


def test_leaving_and_blocking_ask_first(by_ada, by_basil, talk, ada, basil):
    assert by_ada.get(path(talk, "leave/")).status_code == 200
    assert side_of(talk, ada)
    by_ada.post(path(talk, "leave/"))
    assert by_ada.get(path(talk)).status_code == 404
    assert "This conversation is closed" in text_of(by_basil.get(path(talk)))
    assert by_basil.get(path(talk, "block/")).status_code == 200
    by_basil.post(path(talk, "block/"))
    assert "Ada Lovelace" in text_of(by_basil.get("/blocked/"))
    by_basil.post(f"/blocked/{Block.objects.get().pk}/unblock/")
    assert not Block.objects.exists()
