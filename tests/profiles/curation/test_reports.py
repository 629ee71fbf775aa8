"""A reported review or comment is a case: hidden with a reason, told to its writer, shown again."""

import json

import pytest
from django.core import mail

from profiles.curation.discussion import services as discussion
from profiles.curation.models import Comment, Review
from profiles.curation.reviews import services as reviews
from profiles.moderation.models import Case, HiddenText, Report
from profiles.privacy.contents import contents
from tests.factories.moderation import logged_in, make_moderator
from tests.factories.profiles import make_account, make_author, make_researcher, make_work
from works.models import Author
from works.record.signals import authors_merged

pytestmark = pytest.mark.django_db
WORDS = "This one is a fraud."
PARTS = {"concern": [WORDS, "p. 1"]}


@pytest.fixture
def work():
    return make_work("On Paper Boats", authors=[make_author("Ada Quillfeather")])


@pytest.fixture
def rhea():
    return make_researcher(make_author("Rhea Viewer"))


@pytest.fixture(params=["review", "comment"])
def text(request, work, rhea):
    """A text of Rhea's, its address, and the name of what hides it."""
    if request.param == "review":
        made = reviews.write_review(account=rhea.account, work=work, parts=PARTS, is_anonymous=True, version=0)
        return made, f"{work.get_absolute_url()}reviews/{made.pk}/", "review"
    made = discussion.comment(account=rhea.account, work=work, words=WORDS)
    return made, f"{work.get_absolute_url()}discussion/{made.pk}/", "comment"


def test_a_report_of_a_text_is_a_case_in_which_it_is_hidden_and_shown_again(client, work, rhea, text, work_off):
    _, path, field = text
    assert client.post(path + "report/", {"words": "It attacks Ada."}).status_code == 303
    case = Case.objects.get()
    assert (case.kind, case.author) == ("report", rhea.author)
    desk = logged_in(make_moderator())
    address = f"/moderation/cases/{case.pk}/"
    assert WORDS in desk.get(address).content.decode()
    assert WORDS in client.get(work.get_absolute_url()).content.decode()
    hiding = {"field": field, "why": "abuse", "told": "Say it of the paper."}
    assert desk.post(address + "hide/", hiding).status_code == 303
    assert desk.post(address + "hide/", hiding).status_code == 422
    assert WORDS not in client.get(work.get_absolute_url()).content.decode()
    assert client.get(path + "report/").status_code == 404
    work_off()
    assert mail.outbox[-1].to == [rhea.account.email]
    assert "Say it of the paper." in mail.outbox[-1].body
    own = logged_in(rhea.account).get(rhea.author.get_absolute_url() + "edit/")
    assert "Say it of the paper." in own.content.decode()
    assert desk.post(f"{address}show/{HiddenText.objects.get().pk}/").status_code == 303
    assert WORDS in client.get(work.get_absolute_url()).content.decode()


def test_who_reported_an_unsigned_review_learns_from_their_copy_nobodys_name(client, text, rhea):
    _, path, _ = text
    reporter = make_account()
    client.force_login(reporter)
    client.post(path + "report/", {"words": "It attacks Ada."})
    told = contents(reporter)["reports"]
    assert told[0]["words"] == "It attacks Ada."
    assert told[0]["author"] is None


def test_a_merge_of_the_writers_record_keeps_two_texts_hidden(work, rhea):
    new = make_author("R. Viewer")
    case = Case.objects.create(kind="report", author=rhea.author, due_at="2026-01-01T00:00Z")
    for author, number in ((rhea.author, 1), (new, 2)):
        comment = Comment.objects.create(work=work, account=make_account(), words=f"Comment {number}")
        HiddenText.objects.create(author=author, case=case, field="comment", comment=comment, reason="abuse", words=".")
    authors_merged.send(sender=Author, moves={rhea.author_id: new.pk})
    assert HiddenText.objects.filter(author=new).count() == 2


def test_everything_said_of_works_is_in_the_copy_of_ones_data(client, work, text, rhea):
    client.force_login(rhea.account)
    client.post(work.get_absolute_url() + "like/")
    client.post(work.get_absolute_url() + "save/", {"title": "To read", "note": "Soon."})
    told = json.dumps(contents(rhea.account), default=str)
    for said in (WORDS, "To read", "Soon.", "is_like"):
        assert said in told
    rhea.account.delete()
    assert not Review.objects.exists()
    assert not Comment.objects.exclude(words="").exists()
    assert not Report.objects.exists()
