"""Likes and dislikes: one each, exact counts, never of one's own work."""

import re
import threading

import pytest
from django.db import connection

from bzpeer.accounts import limits
from profiles.curation.errors import OwnWork
from profiles.curation.marks import services
from profiles.curation.models import WorkFeedback, WorkMark
from tests.accounts.flows import make_known
from tests.factories.profiles import make_account, make_author, make_researcher, make_work
from works.models import Work
from works.record.signals import works_merged

HTMX = {"HX-Request": "true", "HX-Target": "div#marks"}
PASSWORD = "correct horse battery staple"


@pytest.fixture
def work(db):
    return make_work("On Paper Boats", authors=[make_author()])


def figures(work):
    return WorkFeedback.objects.values_list("likes", "dislikes").get(work=work)


def test_a_mark_counts_once_and_the_other_takes_its_place(work):
    account = make_account()
    for _ in range(2):
        assert services.mark(account=account, work=work, is_like=True) == services.Marked(1, 0, own=True)
    assert services.mark(account=account, work=work, is_like=False) == services.Marked(0, 1, own=False)
    for _ in range(2):
        assert services.unmark(account=account, work=work) == services.Marked(0, 0, own=None)
    assert not WorkMark.objects.exists()


def test_nobody_marks_the_works_of_the_record_they_hold(work, client):
    account = make_researcher(make_author()).account
    own = make_work(authors=[account.researcher.author])
    with pytest.raises(OwnWork):
        services.mark(account=account, work=own, is_like=True)
    client.force_login(account)
    assert client.post(own.get_absolute_url() + "dislike/").status_code == 409
    page = client.get(own.get_absolute_url()).content.decode()
    assert "stands in your own record" in page
    assert "like-button" not in page


def test_a_deleted_account_is_counted_nowhere(work):
    leaves, stays = make_account(), make_account()
    services.mark(account=leaves, work=work, is_like=False)
    services.mark(account=stays, work=work, is_like=True)
    leaves.delete()
    assert figures(work) == (1, 0)


def test_a_merge_takes_marks_along_and_counts_nobody_twice(work):
    other = make_work("On Paper Boats, again")
    both, one = make_account(), make_account()
    services.mark(account=both, work=work, is_like=True)
    services.mark(account=both, work=other, is_like=False)
    services.mark(account=one, work=other, is_like=False)
    works_merged.send(sender=Work, moves={other.pk: work.pk})
    other.delete()
    assert figures(work) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_counts_are_exact_when_many_press_at_once():
    work = make_work()
    accounts = [make_account() for _ in range(4)]
    ready = threading.Barrier(12)

    def press(account, is_like):
        try:
            ready.wait()
            services.mark(account=account, work=work, is_like=is_like)
        finally:
            connection.close()

    acts = [(account, is_like) for account in accounts for is_like in (True, False, True)]
    threads = [threading.Thread(target=press, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    likes = WorkMark.objects.filter(work=work, is_like=True).count()
    assert WorkMark.objects.filter(work=work).count() == 4
    assert figures(work) == (likes, 4 - likes)


def test_without_an_account_log_in_and_come_back_having_done_it(client, work):
    account = make_account(password=PASSWORD)
    page = client.get(work.get_absolute_url()).content.decode()
    assert "Log in to curate" in page
    assert '<form method="post"' not in page
    form = client.get(re.search(r'href="(/accounts/login/\?next=[^"]*dislike[^"]*)"', page)[1]).content.decode()
    target = re.search(r'name="next" value="([^"]+)"', form)[1]
    assert "is marked as you chose" in form
    make_known(client, account)
    given = {"login": account.email, "password": PASSWORD, "next": target}
    response = client.post("/accounts/login/", given, follow=True)
    assert response.redirect_chain[-1][0] == work.get_absolute_url()
    assert WorkMark.objects.get(account=account, work=work).is_like is False


@pytest.mark.parametrize("target", ["/works/x-{pk}/", "//evil.example/works/x-{pk}/like/", "/works/x-0/like/"])
def test_only_the_address_of_a_mark_marks(client, work, target):
    account = make_account(password=PASSWORD)
    make_known(client, account)
    given = {"login": account.email, "password": PASSWORD, "next": target.format(pk=work.pk)}
    assert client.post("/accounts/login/", given).status_code == 302
    assert not WorkMark.objects.exists()


def test_the_form_marks_and_unmarks(client, work, stranger):
    client.force_login(stranger)
    path = work.get_absolute_url()
    response = client.post(path + "like/")
    assert (response.status_code, response["Location"]) == (303, path)
    assert 'id="like-button" aria-pressed="true"' in client.get(path).content.decode()
    fragment = client.post(path + "unmark/", headers=HTMX).content.decode()
    assert fragment.startswith('<div class="marks" id="marks">')
    assert 'id="like-button" aria-pressed="false"' in fragment


def test_counts_are_shown_from_five_on_and_the_stored_page_follows_them(client, work):
    def shown():
        page = client.get(work.get_absolute_url()).content.decode()
        return re.findall(r'>(Like|Dislike)(?: <span class="count">(\d+)</span>)?</a>', page)

    for number in range(1, 5):
        services.mark(account=make_account(), work=work, is_like=True)
        assert shown() == [("Like", ""), ("Dislike", "")]
        assert figures(work) == (number, 0)
    services.mark(account=make_account(), work=work, is_like=True)
    assert shown() == [("Like", "5"), ("Dislike", "")]


def test_beyond_the_limit_the_wait_is_told(client, work, stranger, settings, monkeypatch):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(services, "MARKS", limits.Allowance("mark works", 1, 3600))
    client.force_login(stranger)
    for expected in (303, 429):
        response = client.post(work.get_absolute_url() + "like/")
        assert response.status_code == expected
    assert int(response["Retry-After"]) <= 3600
