"""Following: exact counts, also when many press at once."""

import threading

import pytest
from django.db import connection

from bzpeer.accounts.models import User
from profiles.follows import services
from profiles.follows.models import Follow, FollowFigure
from profiles.researchers.models import Researcher
from tests.factories.profiles import make_account, make_author, make_researcher
from works.models import Author
from works.record.signals import authors_merged


@pytest.mark.django_db
def test_following_twice_counts_once_and_unfollowing_twice_too():
    account, ada = make_account(), make_author()
    assert services.follow(account=account, author=ada) == services.Following(1, is_following=True)
    assert services.follow(account=account, author=ada) == services.Following(1, is_following=True)
    assert services.unfollow(account=account, author=ada) == services.Following(0, is_following=False)
    assert services.unfollow(account=account, author=ada) == services.Following(0, is_following=False)


@pytest.mark.django_db
def test_nobody_follows_their_own_record():
    ada = make_author()
    researcher = make_researcher(ada)
    with pytest.raises(services.OwnRecord):
        services.follow(account=researcher.account, author=ada)
    assert not Follow.objects.exists()


@pytest.mark.django_db
def test_a_deleted_account_is_counted_nowhere():
    ada, leaves, stays = make_author(), make_account(), make_account()
    for account in (leaves, stays):
        services.follow(account=account, author=ada)
    leaves.delete()
    assert FollowFigure.objects.get(author=ada).followers == Follow.objects.filter(author=ada).count() == 1


@pytest.mark.django_db
def test_a_merge_takes_followers_along_and_counts_nobody_twice():
    old, new = make_author("Ada Byron"), make_author("Ada Lovelace")
    both, one = make_account(), make_account()
    for account, author in ((both, old), (both, new), (one, old)):
        services.follow(account=account, author=author)
    holder = make_researcher(old)
    authors_merged.send(sender=Author, moves={old.pk: new.pk})
    old.delete()
    assert FollowFigure.objects.get(author=new).followers == 2
    assert set(Follow.objects.values_list("account", flat=True)) == {both.pk, one.pk}
    assert Researcher.objects.get(pk=holder.pk).author == new


@pytest.mark.django_db
def test_a_merge_leaves_a_record_that_is_held_to_its_holder():
    old, new = make_author("Ada Byron"), make_author("Ada Lovelace")
    make_researcher(old)
    holder = make_researcher(new)
    authors_merged.send(sender=Author, moves={old.pk: new.pk})
    assert Researcher.objects.get(author=new) == holder


@pytest.mark.django_db(transaction=True)
def test_the_count_is_exact_when_many_press_at_once():
    ada = make_author()
    accounts = [make_account() for _ in range(4)]
    ready = threading.Barrier(12)

    def press(account: User, act):
        try:
            ready.wait()
            act(account=account, author=ada)
        finally:
            connection.close()

    # Everybody presses twice; the last one also changes their mind while at it.
    acts = [(account, services.follow) for account in accounts for _ in range(2)]
    acts += [(accounts[3], services.unfollow)] * 4
    threads = [threading.Thread(target=press, args=one) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    followers = Follow.objects.filter(author=ada).count()
    assert followers in {3, 4}
    assert FollowFigure.objects.get(author=ada).followers == followers
