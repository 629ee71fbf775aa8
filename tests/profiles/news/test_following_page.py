"""What is new, by day, each with its reason; the list of what is followed, and its buttons."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from profiles.follows import services as follows
from profiles.follows.models import Follow, FollowFigure
from profiles.follows.targets import search_of, target_of
from profiles.news.models import News
from profiles.notices import services as notices
from profiles.notices.models import Notice
from tests.factories.profiles import make_account, make_author, make_topic, make_work, make_works
from works.models import Author
from works.search.words import asked_for

pytestmark = pytest.mark.django_db
PAGE = "/following/"


@pytest.fixture
def account(client):
    made = make_account()
    client.force_login(made)
    return made


def follow(account, kind, row):
    follows.follow_target(account=account, target=target_of(row, kind))
    return Follow.objects.latest("pk")


def new(author, number=1, count=None, *, days_ago=0):
    works = [work.pk for work in make_works(author, number)]
    day = timezone.now().date() - timedelta(days=days_ago)
    return News.objects.create(author=author, day=day, works_count=count or number, works=works)


def text(client, page=PAGE):
    return client.get(page).content.decode()


def test_a_line_says_why_it_is_there_and_how_many_works_there_are(client, account):
    ada = make_author("Ada <b>Lovelace")
    follow(account, "author", ada)
    new(ada, 3, 412)
    page = text(client)
    assert "412 new works of" in page
    assert "whom you follow" in page
    assert "and 409 more" in page
    assert "<bdi>Ada &lt;b&gt;Lovelace</bdi>" in page
    assert page.count('<li><a href="/works/') == 3


@pytest.mark.parametrize("number", [2, 12])
def test_the_page_costs_the_same_however_much_is_new(client, account, number, django_assert_num_queries):
    for one in range(number):
        ada = make_author(f"Ada {one}")
        follow(account, "author", ada)
        new(ada)
    # Session, account, ids, news, authors, works, notices, how many are followed, and the count in the header.
    with django_assert_num_queries(9):
        assert text(client).count("whom you follow") == number


def test_news_from_before_the_follow_of_others_and_of_the_muted_are_not_there(client, account):
    ada, bela, clio = (make_author(name) for name in ("Ada Byron", "Bela Bartos", "Clio Marrow"))
    follow(account, "author", ada)
    new(ada, days_ago=1)
    new(bela)
    muted = follow(account, "author", clio)
    new(clio)
    assert client.post(f"{PAGE}{muted.pk}/mute/").status_code == 303
    assert "Nothing new yet" in text(client)
    client.post(f"{PAGE}{muted.pk}/mute/", {"on": "on"})
    assert "Clio Marrow" in text(client)


def test_a_record_that_is_hidden_is_named_nowhere(client, account):
    ada = make_author()
    follow(account, "author", ada)
    new(ada)
    Author.objects.update(removed_at=timezone.now())
    for page in (PAGE, PAGE + "all/"):
        assert "Lovelace" not in text(client, page)


def test_an_act_after_the_session_ended_leads_back_to_a_page(client):
    for act in (f"{PAGE}seen/", f"{PAGE}1/mute/", f"{PAGE}1/stop/"):
        page = parse_qs(urlsplit(client.post(act)["Location"]).query)["next"][0]
        assert client.get(page).status_code == 302


def test_what_was_seen_is_marked_no_more(client, account):
    ada = make_author()
    follow(account, "author", ada)
    one = new(ada)
    about = {"path": PAGE, "day": str(one.day)}
    notices.tell(accounts=[account.pk], kind="news", about=about, key=f"news-{one.day}")
    notices.tell(accounts=[account.pk], kind="claim", about={}, key="other")
    page = text(client)
    assert '<span class="label">New</span>' in page
    assert client.post(PAGE + "seen/", {"until": re.search(r'name="until" value="(\d+)"', page)[1]}).status_code == 303
    assert '<span class="label">New</span>' not in text(client)
    assert Notice.objects.get(seen_at=None).key == "other"


def test_earlier_news_stand_on_further_pages(client, account):
    for one in range(55):
        ada = make_author(f"Ada {one}")
        follow(account, "author", ada)
        News.objects.create(author=ada, day=timezone.now().date(), works_count=1, works=[])
    page = text(client)
    assert page.count("whom you follow") == 50
    assert text(client, re.search(r'href="([^"]+)" rel="next"', page)[1]).count("whom you follow") == 5
    listed = text(client, PAGE + "all/")
    assert listed.count('id="follow-') == 50
    assert text(client, re.search(r'href="([^"]+)" rel="next"', listed)[1]).count('id="follow-') == 5


def test_the_list_names_everything_and_stops_following(client, account):
    ada = make_author()
    own = [follow(account, "author", ada), follow(account, "topic", make_topic(make_work()))]
    follows.follow_target(account=account, target=search_of(asked_for("paper boats", "")))
    page = text(client, PAGE + "all/")
    assert all(name in page for name in ("Ada Lovelace", "Machine Learning", "paper boats"))
    for one in own:
        for _ in range(2):
            client.post(f"{PAGE}{one.pk}/stop/")
    assert Follow.objects.get().kind == "search"
    assert FollowFigure.objects.get(author=ada).followers == 0


def test_the_follows_of_others_are_not_there(client, account):
    other = follow(make_account(), "author", make_author())
    for act in ("mute", "stop"):
        assert client.post(f"{PAGE}{other.pk}/{act}/").status_code == 404
    other.refresh_from_db()
    assert other.muted_at is None
    assert "You follow nobody yet" in text(client)
