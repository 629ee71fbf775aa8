"""Inviting by form: what is checked, what is kept, what each side sees."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from profiles.claims.models import Claim
from profiles.invitations.models import Invitation
from profiles.researchers.models import Researcher
from tests.factories.moderation import logged_in
from tests.factories.profiles import make_account, make_author, make_edge, make_topic, make_work
from tests.factories.talking import SAID, invite, make_holder, make_invitation, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_holder("Ada Lovelace", level=3)


@pytest.fixture
def basil():
    return make_holder("Basil Marrowby", works=2)


@pytest.fixture
def by_ada(ada):
    return logged_in(ada.account)


@pytest.fixture
def by_basil(basil):
    return logged_in(basil.account)


def form_of(researcher):
    return f"{researcher.author.get_absolute_url()}invite/"


def text_of(response):
    return response.content.decode()


def test_the_button_stands_on_the_page_of_who_is_open_and_leads_to_log_in_and_back(client, basil):
    page = text_of(client.get(basil.author.get_absolute_url()))
    assert f'<a class="button wide" href="{form_of(basil)}">Invite to collaborate</a>' in page
    answer = client.get(form_of(basil))
    assert answer.headers["Location"].endswith(f"?next={form_of(basil).replace('/', '%2F')}")


def test_whoever_is_not_open_has_no_button(client, basil):
    Researcher.objects.update(is_open=False)
    page = text_of(client.get(basil.author.get_absolute_url()))
    assert "This researcher is not taking invitations at the moment." in page
    assert "Invite to collaborate" not in page


def test_an_unclaimed_author_cannot_be_invited(by_ada):
    author = make_author("Clio Tindlemoor")
    for answer in (
        by_ada.get(f"{author.get_absolute_url()}invite/"),
        by_ada.post(f"{author.get_absolute_url()}invite/"),
    ):
        assert answer.status_code == 409
        assert "Claim this author entity first to unlock direct invitations." in text_of(answer)


def test_an_invitation_is_looked_at_changed_and_sent(by_ada, ada, basil):
    page = by_ada.get(form_of(basil))
    assert "You can send 6 more invitations this week." in text_of(page)
    given = typed(key=page.context["form"]["key"].value(), question="May I see the <b>loom</b>?")
    preview = text_of(by_ada.post(form_of(basil), given))
    assert "Not sent yet" in preview
    assert "May I see the &lt;b&gt;loom&lt;/b&gt;?" in preview
    assert not Invitation.objects.exists()
    changed = text_of(by_ada.post(form_of(basil), given | {"change": "yes"}))
    assert "May I see the &lt;b&gt;loom&lt;/b&gt;?</textarea>" in changed
    for _ in range(2):
        answer = by_ada.post(form_of(basil), given | {"send": "yes"})
        assert answer.status_code == 303
    sent = Invitation.objects.get()
    assert (sent.sender, sent.recipient, sent.hours) == (ada.account, basil.account, 3)
    assert answer.headers["Location"] == f"/invitations/{sent.pk}/"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("purpose", "", "Choose what it is for."),
        ("purpose", "money", "Select a valid choice"),
        ("question", "", "This has 0 characters. Write something."),
        ("question", "\u200b \u202e", "This has 0 characters that can be seen"),
        ("question", "a" * 1001, "This has 1,001 characters; at most 1,000 fit."),
        ("hours", "0", "greater than or equal to 1"),
        ("hours", "many", "Give a whole number of hours."),
        ("wanted_by", "2020-01-01", "Give a day from today on"),
        ("about", "work-1", "Select a valid choice"),
        ("other_work", "10.1000/182", "This is no work on their record here."),
        ("other_work", "https://[x", "This is no work on their record here."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(by_ada, basil, field, value, words):
    answer = by_ada.post(form_of(basil), typed(brings="A quite special loom.") | {field: value})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "A quite special loom.</textarea>" in text_of(answer)


def test_it_is_about_a_work_or_topic_of_theirs(by_ada, basil):
    work = basil.author.authorships.first().work
    topic = make_topic(work, "Looms")
    old = make_work("An old one", authors=[basil.author])
    for chosen, about in (
        ({"about": f"work-{work.pk}"}, work.title),
        ({"about": f"topic-{topic.pk}"}, "Looms"),
        ({"other_work": f"http://127.0.0.1:8000{old.get_absolute_url()}"}, "An old one"),
        ({"other_work": f"arXiv:{old.identifiers.get().value}"}, "An old one"),
    ):
        assert about in text_of(by_ada.post(form_of(basil), typed(**chosen)))


def test_a_stale_form_says_why_and_keeps_what_was_typed(by_ada, basil):
    given = typed(question="Are you there?")
    Researcher.objects.filter(pk=basil.pk).update(open_until=timezone.now() - timedelta(days=1))
    answer = by_ada.post(form_of(basil), given | {"send": "yes"})
    assert answer.status_code == 403
    assert "This researcher is not taking invitations at the moment." in text_of(answer)
    assert "Are you there?</textarea>" in text_of(answer)


def test_beyond_the_number_of_the_week_it_waits_and_keeps_what_was_typed(by_ada, ada, basil, settings):
    settings.RATE_LIMITS = True
    for number in range(6):
        invite(ada, make_holder(f"Clio Tindlemoor {number}"))
    answer = by_ada.post(form_of(basil), typed(question="Are you there?") | {"send": "yes"})
    assert answer.status_code == 429
    assert 6 * 86400 < int(answer.headers["Retry-After"]) <= 7 * 86400 + 60
    assert "Are you there?</textarea>" in text_of(answer)


def test_who_holds_nothing_or_is_in_the_first_week_reads_what_is_missing(basil):
    assert "Claim yours first" in text_of(logged_in(make_account()).get(form_of(basil)))
    young = make_holder("Clio Tindlemoor")
    until = timezone.now() + timedelta(days=2)
    Claim.objects.create(author=young.author, account=young.account, state="approved", half_open_until=until)
    assert "In the first week" in text_of(logged_in(young.account).get(form_of(basil)))


def test_the_recipient_sees_who_this_is_and_how_they_are_connected(by_basil, ada, basil, django_assert_num_queries):
    between = make_author("Clio Tindlemoor")
    for one in (ada.author, basil.author):
        make_edge(one, between)
    sent = invite(ada, basil)
    with django_assert_num_queries(10):
        page = text_of(by_basil.get(f"/invitations/{sent.pk}/"))
    assert SAID["question"] in page
    assert "Verification L3" in page
    assert f'<a href="{between.get_absolute_url()}"><bdi>Clio Tindlemoor</bdi></a>' in page
    assert f"{basil.author.get_absolute_url()}graph/?to={ada.author.ref}" in page
    assert ada.author.authorships.get().work.title in page


def test_declining_is_one_click_and_the_sender_reads_no_reason(by_ada, by_basil, ada, basil):
    sent = invite(ada, basil)
    page = by_basil.post(f"/invitations/{sent.pk}/decline/", follow=True)
    assert "Declined by you" in text_of(page)
    by_basil.post(f"/invitations/{sent.pk}/decline/", {"reason": "to many"})
    assert Invitation.objects.get().reason == "to many"
    seen = text_of(by_ada.get(f"/invitations/{sent.pk}/"))
    assert "Declined" in seen
    assert "many people" not in seen
    assert by_basil.post(f"/invitations/{sent.pk}/accept/").status_code == 409


def test_to_the_sender_blocked_looks_like_declined(by_ada, by_basil, ada, basil):
    sent = make_invitation(ada.account, basil.account, state="blocked")
    other = make_invitation(ada.account, basil.account, state="declined")
    pages = [text_of(by_ada.get(f"/invitations/{one.pk}/")) for one in (sent, other)]
    same = re.compile(r'"X-CSRFToken": "\w+"')
    assert same.sub("", pages[0]) == same.sub("", pages[1])
    assert "Declined" in pages[0]


def test_the_list_costs_the_same_however_long(by_ada, ada, django_assert_max_num_queries):
    for number in range(3):
        make_invitation(ada.account, make_holder(f"Clio Tindlemoor {number}").account)
    with django_assert_max_num_queries(11):
        page = text_of(by_ada.get("/invitations/"))
    assert page.count("Sent, not answered yet") == 3
