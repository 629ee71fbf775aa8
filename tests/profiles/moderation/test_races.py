"""Two people at the desk at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from profiles.claims.errors import Refused
from profiles.claims.models import ClaimState
from profiles.moderation.models import Case, Decision
from profiles.moderation.services import open_case
from tests.factories.moderation import decided, make_case, make_claim, make_moderator


def at_once(acts):
    def run(act):
        try:
            return act()
        except Refused as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_of_four_who_decide_a_case_at_once_one_does():
    case, moderators = make_case(), [make_moderator() for _ in range(4)]
    results = at_once([lambda moderator=moderator: decided(case, moderator) for moderator in moderators])
    assert results.count("AlreadyDecided") == 3
    assert Decision.objects.count() == 1
    case.claim.refresh_from_db()
    assert case.claim.state == ClaimState.APPROVED


@pytest.mark.django_db(transaction=True)
def test_two_who_agree_at_once_carry_it_out_once():
    case, moderators = make_case(deciders=2), [make_moderator() for _ in range(2)]
    at_once([lambda moderator=moderator: decided(case, moderator) for moderator in moderators])
    case.refresh_from_db()
    assert (case.state, Decision.objects.count()) == (Case.State.DECIDED, 2)
    case.claim.refresh_from_db()
    assert case.claim.state == ClaimState.APPROVED


@pytest.mark.django_db
def test_a_case_opened_twice_is_one_with_the_later_date_and_the_more_deciders():
    claim = make_claim()
    first = make_case(claim, days=7)
    again = make_case(claim, days=9, deciders=2)
    assert again.pk == first.pk
    assert Case.objects.get().deciders == 2
    third = open_case(kind="claim", author=claim.author, claim=claim, due_at=again.due_at, deciders=1)
    assert third.deciders == 2
