"""Structured reviews: who may, what they hold, what is kept of them, and what authors answer."""

import pytest
from django.utils import timezone

from profiles.blocks import services as blocks
from profiles.curation.discussion import services as discussion
from profiles.curation.errors import Changed, NotYet
from profiles.curation.models import Comment, EarlierReview, Review
from profiles.curation.reviews import services
from profiles.notices.lines import lines_of
from profiles.notices.models import Notice
from tests.factories.profiles import make_account, make_author, make_researcher, make_work
from works.models import Work
from works.record.signals import works_merged

pytestmark = pytest.mark.django_db
PARTS = {"concern": ["The sample is small.", "Section 3, Table 2"]}
FORM = {"concern": "The sample is small.", "concern_place": "Section 3, Table 2", "signed": "yes"}


@pytest.fixture
def author():
    return make_researcher(make_author("Ada Quillfeather"))


@pytest.fixture
def work(author):
    return make_work("On Paper Boats", authors=[author.author])


@pytest.fixture
def reviewer():
    return make_researcher(make_author("Rhea Viewer"), level=2)


def write(reviewer, work, parts=PARTS, *, version=0, is_anonymous=False):
    return services.write_review(
        account=reviewer.account, work=work, parts=parts, is_anonymous=is_anonymous, version=version
    )


def page_of(client, work):
    return client.get(work.get_absolute_url()).content.decode()


def test_the_page_says_that_there_are_none_and_then_shows_it_with_its_place(client, work, reviewer):
    page = page_of(client, work)
    assert "No structured reviews yet. High-signal critique starts here." in page
    assert ">0 review(s)<" in page
    write(reviewer, work)
    page = page_of(client, work)
    assert ">1 review(s)<" in page
    assert "Section 3, Table 2" in page
    assert "Rhea Viewer" in page


def test_below_level_two_and_without_a_record_the_page_says_what_is_needed(client, work):
    for account in (make_account(), make_researcher(make_author("Low Level"), level=1).account):
        client.force_login(account)
        response = client.post(work.get_absolute_url() + "reviews/write/", FORM)
        assert response.status_code == 403
        assert "level L2 or above" in response.content.decode()
    assert not Review.objects.exists()


def test_a_level_that_has_run_out_counts_no_more(work):
    lapsed = make_researcher(make_author("Low Level"), level=3, level_until=timezone.now())
    with pytest.raises(NotYet):
        write(lapsed, work)


def test_nobody_reviews_their_own_work(client, work, author):
    client.force_login(author.account)
    assert client.post(work.get_absolute_url() + "reviews/write/", FORM).status_code == 409
    assert not Review.objects.exists()


def test_an_unsigned_review_names_its_writer_to_nobody(client, work, reviewer, author):
    write(reviewer, work, is_anonymous=True)
    review = Review.objects.get()
    for account in (None, author.account):
        if account:
            client.force_login(account)
        for path in ("", "reviews/", f"reviews/{review.pk}/", f"reviews/{review.pk}/report/"):
            page = client.get(work.get_absolute_url() + path).content.decode()
            assert "Rhea" not in page
            assert reviewer.author.get_absolute_url() not in page


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"concern_place": ""}, "Say where in the paper this is."),
        ({"concern": "", "concern_place": ""}, "Write at least one of the three."),
        ({"concern": "x" * 4001}, "This has 4,001 characters; at most 4,000 fit."),
        ({"concern": "\u200b\n "}, "0 characters that can be seen"),
        ({"signed": ""}, "Choose whether you sign it."),
    ],
)
def test_what_cannot_be_is_told_beside_the_field_and_kept(client, work, reviewer, change, told):
    client.force_login(reviewer.account)
    response = client.post(work.get_absolute_url() + "reviews/write/", FORM | {"strength": "Kept."} | change)
    if "concern_place" in change and "concern" in change:
        response = client.post(work.get_absolute_url() + "reviews/write/", FORM | change)
    assert response.status_code == 422
    assert told in response.content.decode()


def test_a_changed_review_shows_what_it_said_before(client, work, reviewer):
    review = write(reviewer, work)
    assert write(reviewer, work).pk == review.pk
    write(reviewer, work, {"strength": ["Very clear.", "p. 1"]}, version=1)
    assert EarlierReview.objects.count() == 1
    page = client.get(f"{work.get_absolute_url()}reviews/{review.pk}/").content.decode()
    assert page.index("Very clear.") < page.index("What it said before") < page.index("The sample is small.")


def test_a_stale_form_overwrites_nothing_and_shows_both(client, work, reviewer):
    write(reviewer, work)
    write(reviewer, work, {"strength": ["Very clear.", "p. 1"]}, version=1)
    with pytest.raises(Changed):
        write(reviewer, work, {"question": ["Why?", "p. 2"]}, version=1)
    client.force_login(reviewer.account)
    response = client.post(work.get_absolute_url() + "reviews/write/", FORM | {"version": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Very clear." in page
    assert "The sample is small." in page
    assert 'name="version" value="2"' in page


def test_each_author_answers_once_and_may_change_it(client, work, author, reviewer):
    review = write(reviewer, work)
    path = f"{work.get_absolute_url()}reviews/{review.pk}/answer/"
    client.force_login(reviewer.account)
    assert client.post(path, {"words": "No."}).status_code == 403
    client.force_login(author.account)
    assert client.post(path, {"words": "It was all there were."}).status_code == 303
    assert 'name="version" value="1"' in client.get(path).content.decode()
    assert client.post(path, {"words": "Something else.", "version": "0"}).status_code == 409
    assert client.post(path, {"words": "All that there were.", "version": "1"}).status_code == 303
    assert Comment.objects.get().words == "All that there were."
    page = page_of(client, work)
    assert "An author answers" in page
    assert ">0 comment(s)<" in page


def test_authors_hear_of_a_review_and_the_reviewer_of_the_answer(client, work, author, reviewer):
    review = write(reviewer, work, is_anonymous=True)
    write(reviewer, work, {"strength": ["Very clear.", "p. 1"]}, version=1)
    for words, version in (("It was all.", 0), ("All that there were.", 1)):
        discussion.answer_review(account=author.account, review=review, words=words, version=version)
    told = list(Notice.objects.order_by("pk"))
    assert [(one.account, one.kind) for one in told] == [
        (author.account, "review"),
        (reviewer.account, "review-answer"),
    ]
    lines = [line.text for line in lines_of(told)]
    assert {one.about["path"] for one in told} == {f"{work.get_absolute_url()}reviews/{review.pk}/"}
    assert "All that there were." in client.get(told[0].about["path"]).content.decode()
    assert lines == ["Somebody reviewed your work On Paper Boats", "An author of On Paper Boats answered your review"]


def test_an_unsigned_review_does_not_tell_by_a_refusal_who_wrote_it(work, author, reviewer):
    review = write(reviewer, work, is_anonymous=True)
    blocks.block(account=author.account, other=reviewer.account)
    discussion.answer_review(account=author.account, review=review, words="It was all.", version=0)
    assert not Notice.objects.filter(account=reviewer.account).exists()


def test_who_gave_up_their_record_is_not_shown(client, work, reviewer):
    write(reviewer, work)
    reviewer.delete()
    assert ">0 review(s)<" in page_of(client, work)


def test_a_merge_takes_reviews_along_and_keeps_what_both_said(work, reviewer, author):
    other = make_work("On Paper Boats, again")
    second = make_researcher(make_author("Sam Second"))
    kept, lost = write(reviewer, work), write(reviewer, other, {"strength": ["Very clear.", "p. 1"]})
    moved = write(second, other)
    discussion.comment(account=second.account, work=other, words="Where is the code?")
    works_merged.send(sender=Work, moves={other.pk: work.pk})
    other.delete()
    assert set(Review.objects.filter(work=work)) == {kept, moved}
    assert not Review.objects.filter(pk=lost.pk).exists()
    assert EarlierReview.objects.get(review=kept).parts == {"strength": ["Very clear.", "p. 1"]}
    assert Comment.objects.get().work == work


def test_beyond_ten_an_hour_the_text_is_kept(client, work, reviewer, settings):
    settings.RATE_LIMITS = True
    for number in range(10):
        discussion.comment(account=reviewer.account, work=work, words=f"Comment {number}")
    client.force_login(reviewer.account)
    response = client.post(work.get_absolute_url() + "reviews/write/", FORM)
    assert response.status_code == 429
    assert int(response["Retry-After"]) <= 3600
    assert "The sample is small." in response.content.decode()


@pytest.mark.parametrize("number", [1, 4])
def test_the_page_costs_five_queries_more_however_many_texts(client, work, number, django_assert_num_queries):
    for place in range(number):
        writer = make_researcher(make_author(f"Writer {place}"))
        review = write(writer, work)
        thread = discussion.comment(account=writer.account, work=work, words=f"Comment {place}")
        discussion.comment(account=writer.account, work=work, words="And why?", parent=thread)
        Comment.objects.create(account=writer.account, work=work, review=review, words="Because.")
    page_of(client, work)
    with django_assert_num_queries(7):
        page_of(client, work)
