"""The discussion of a work: threads, changes within fifteen minutes, removal that leaves the place."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from profiles.blocks import services as blocks
from profiles.curation.discussion import services
from profiles.curation.models import Comment
from profiles.curation.reviews import services as reviews
from profiles.notices.models import Notice
from tests.factories.profiles import make_account, make_author, make_researcher, make_work
from works.models import Author

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return make_work("On Paper Boats", authors=[make_author("Ada Quillfeather")])


@pytest.fixture
def rhea():
    return make_researcher(make_author("Rhea Viewer")).account


@pytest.fixture
def sam():
    return make_researcher(make_author("Sam Second")).account


def page_of(client, work):
    return client.get(work.get_absolute_url()).content.decode()


def test_a_comment_and_its_answers_are_one_thread(client, work, rhea, sam):
    assert ">0 comment(s)<" in page_of(client, work)
    client.force_login(rhea)
    path = work.get_absolute_url() + "discussion/"
    for _ in range(2):
        assert client.post(path + "write/", {"words": "Where is the code?"}).status_code == 303
    thread = Comment.objects.get()
    client.force_login(sam)
    client.post(f"{path}{thread.pk}/answer/", {"words": "Here: https://code.example/boats."})
    answer = Comment.objects.get(parent=thread)
    client.post(f"{path}{answer.pk}/answer/", {"words": "And here."})
    assert Comment.objects.filter(parent=thread).count() == 2
    page = page_of(client, work)
    assert ">3 comment(s)<" in page
    assert '<a href="https://code.example/boats" rel="nofollow ugc noopener">https://code.example/boats</a>.' in page


def test_whose_thread_is_answered_hears_of_it_once_and_never_of_their_own_words(work, rhea, sam):
    thread = services.comment(account=rhea, work=work, words="Where is the code?")
    answer = services.comment(account=sam, work=work, words="Here.", parent=thread)
    services.comment(account=rhea, work=work, words="Thanks.", parent=answer)
    told = Notice.objects.get()
    assert (told.account, told.kind) == (rhea, "comment-answer")
    assert told.about["path"] == f"{work.get_absolute_url()}discussion/#comment-{answer.pk}"


@pytest.mark.parametrize("is_blocker", [True, False])
def test_who_keep_each_other_away_answer_neither_comments_nor_reviews(client, work, rhea, sam, is_blocker):
    author = make_researcher(Author.objects.get(name="Ada Quillfeather")).account
    blocks.block(account=rhea if is_blocker else author, other=author if is_blocker else rhea)
    thread = services.comment(account=rhea, work=work, words="Where is the code?")
    between = services.comment(account=sam, work=work, words="Here.", parent=thread)
    parts = {"strength": ["Clear.", "p. 1"]}
    review = reviews.write_review(account=rhea, work=work, parts=parts, is_anonymous=False, version=0)
    client.force_login(author)
    texts = [f"discussion/{thread.pk}", f"discussion/{between.pk}", f"reviews/{review.pk}"]
    answers = [client.post(f"{work.get_absolute_url()}{text}/answer/", {"words": "No."}) for text in texts]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert not Comment.objects.filter(account=author).exists()


def test_a_removed_record_signs_nothing(client, work, rhea):
    services.comment(account=rhea, work=work, words="Where is the code?")
    Author.objects.filter(researcher__account=rhea).update(removed_at=timezone.now())
    assert "Where is the code?" not in page_of(client, work)


def test_who_holds_no_record_is_told_what_is_needed(client, work):
    client.force_login(make_account())
    response = client.post(work.get_absolute_url() + "discussion/write/", {"words": "Hm."})
    assert response.status_code == 403
    assert "claim it" in response.content.decode()


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("a\u202eb", "<p>ab</p>"),
        ("e" + "\u0301" * 9, "<p>\u00e9" + "\u0301" * 4 + "</p>"),
        ('https://x.example/"onload=', "https://x.example/</a>&quot;onload="),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
    ],
)
def test_hostile_text_is_shown_as_text(client, work, rhea, words, shown):
    client.force_login(rhea)
    assert client.post(work.get_absolute_url() + "discussion/write/", {"words": words}).status_code == 303
    assert shown in page_of(client, work)


@pytest.mark.parametrize("words", ["", "  \n", "x" * 4001])
def test_empty_and_endless_text_is_refused_with_the_count(client, work, rhea, words):
    client.force_login(rhea)
    response = client.post(work.get_absolute_url() + "discussion/write/", {"words": words})
    assert response.status_code == 422
    assert "characters" in response.content.decode()


def test_ones_own_is_changed_for_fifteen_minutes(client, work, rhea, sam):
    comment = services.comment(account=rhea, work=work, words="Where is the code?")
    path = f"{work.get_absolute_url()}discussion/{comment.pk}/edit/"
    client.force_login(sam)
    assert client.post(path, {"words": "Mine.", "version": "1"}).status_code == 404
    client.force_login(rhea)
    assert client.post(path, {"words": "Where are the data?", "version": "1"}).status_code == 303
    stale = client.post(path, {"words": "Where is it?", "version": "1"})
    assert stale.status_code == 409
    assert "Where are the data?" in stale.content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        client.force_login(rhea)
        assert client.post(path, {"words": "Too late.", "version": "2"}).status_code == 409
    assert Comment.objects.get().words == "Where are the data?"


def test_a_removed_comment_leaves_its_place_to_the_answers(client, work, rhea, sam):
    alone = services.comment(account=rhea, work=work, words="Nobody answers.")
    thread = services.comment(account=rhea, work=work, words="Where is the code?")
    services.comment(account=sam, work=work, words="Here.", parent=thread)
    for comment in (alone, thread):
        services.remove_comment(account=rhea, comment=comment)
    page = page_of(client, work)
    assert ">1 comment(s)<" in page
    assert page.count("Removed by its author.") == 1
    assert "Where is the code?" not in page
    assert "Rhea" not in page


def test_a_deleted_account_leaves_no_words(client, work, rhea, sam):
    thread = services.comment(account=rhea, work=work, words="Where is the code?")
    services.comment(account=sam, work=work, words="Here.", parent=thread)
    services.comment(account=rhea, work=work, words="Thanks.", parent=thread)
    rhea.delete()
    assert set(Comment.objects.values_list("words", flat=True)) == {"", "Here."}
    assert "Removed by its author." in page_of(client, work)
