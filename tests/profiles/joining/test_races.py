"""Two who change the same records at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connections

from profiles.claims import services as claims
from profiles.claims.errors import Refused
from profiles.claims.models import Claim, ClaimState
from profiles.follows import services as follows
from profiles.joining import merging
from profiles.moderation.models import Decision
from profiles.researchers.models import Researcher
from tests.factories.moderation import decided, make_claim, make_merge_case, make_moderator
from tests.factories.profiles import make_account, make_author, make_works
from works.models import Author, AuthorChange, AuthorRedirect

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts):
    def run(act):
        try:
            return act()
        except Refused as refusal:
            return str(refusal.words)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def make_two():
    ada, other = make_author("Ada Lovelace"), make_author("A. Lovelace")
    make_works(ada, 2)
    make_works(other, 1)
    return ada, other


def test_of_two_merges_at_once_in_both_directions_one_is_made():
    for _time in range(3):
        ada, other = make_two()
        pairs = [(ada, other), (other, ada), (ada, other), (other, ada)]
        results = at_once([partial(merging.merge, kept=kept, gone=gone, by="test", reason="") for kept, gone in pairs])
        assert results.count("These two are already one record.") == 3
        assert Author.objects.filter(pk__in=[ada.pk, other.pk]).count() == 1
        AuthorRedirect.objects.all().delete()
        AuthorChange.objects.all().delete()


def test_a_claim_and_a_merge_at_once_leave_the_claim_with_the_record_that_stayed():
    for _time in range(3):
        ada, other = make_two()
        claim, mo = make_claim(other), make_account()
        results = at_once(
            [
                partial(merging.merge, kept=ada, gone=other, by="test", reason=""),
                partial(claims.move, claim=claim, to=ClaimState.APPROVED, by=mo),
            ]
        )
        assert [type(result).__name__ for result in results] == ["AuthorChange", "Claim"]
        assert Claim.objects.get(pk=claim.pk).author == ada
        assert Researcher.objects.get(account=claim.account).author == ada
        Researcher.objects.all().delete()


def test_of_four_who_decide_a_merge_at_once_one_does():
    ada, other = make_two()
    case, moderators = make_merge_case(ada, other), [make_moderator() for _ in range(4)]
    results = at_once([lambda who=who: decided(case, who, "carry out").state for who in moderators])
    assert sorted(results)[-1] == "decided"
    assert (Decision.objects.count(), AuthorChange.objects.count()) == (1, 1)


def test_begun_on_a_record_that_went_a_claim_is_about_the_one_that_stayed():
    ada, other = make_two()
    follows.follow(account=make_account(), author=other)
    merging.merge(kept=ada, gone=other, by="test", reason="")
    assert claims.start(author=other, account=make_account()).author == ada
