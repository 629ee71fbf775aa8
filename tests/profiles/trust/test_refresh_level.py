"""The level of a held record follows its proofs, and the score follows the level."""

from datetime import timedelta

import pytest
from allauth.account.signals import email_removed
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.signals import social_account_removed
from django.db import connection
from django.utils import timezone

from profiles.claims import levels
from profiles.claims.evidence import mail
from profiles.claims.models import Claim, Evidence, Vouch
from profiles.follows.models import Follow
from profiles.moderation.models import Case, Decision
from profiles.recompute import services as recompute
from profiles.researchers import services
from profiles.researchers.models import Researcher, WorkChoice
from profiles.trust.models import TrustSnapshot
from tests.factories.profiles import make_account, make_author, make_edge, make_works
from works.models import Institution, StaleMark

pytestmark = pytest.mark.django_db


def hold(author=None, *evidence, account=None, rule="institution-mail", days=0):
    """An approved claim with this evidence (kind, gives, fact); the record is held."""
    author = author or make_author()
    now = timezone.now() - timedelta(days=days)
    claim = Claim.objects.create(
        author=author, account=account or make_account(), state="approved", rule=rule, decided_at=now
    )
    for kind, gives, fact in evidence:
        bring(claim, kind, gives, fact, days=days)
    services.take_charge(claim=claim)
    return claim


def bring(claim, kind, gives, fact, *, days=0):
    at = timezone.now() - timedelta(days=days)
    return Evidence.objects.create(claim=claim, kind=kind, state="holds", gives=gives, fact=fact, checked_at=at)


def held(claim):
    return Researcher.objects.get(author=claim.author_id)


def snapshot(author):
    return TrustSnapshot.objects.get(author=author, is_current=True)


MAIL = ("mail", 3, {"domain": "mila.example"})
ORCID = ("orcid", 3, {"orcid": "0000-0002-1825-0097"})
PAGE = ("homepage", 2, {"url": "https://ada.example.org/"})


def test_an_approved_claim_makes_a_researcher_at_the_level_of_its_proofs_with_the_reason_in_the_history():
    ada = make_author()
    make_works(ada, 1)
    claim = hold(ada, MAIL)
    assert (held(claim).account, held(claim).level) == (claim.account, 3)
    assert (snapshot(ada).score, snapshot(ada).level, snapshot(ada).reason) == (34, 3, "claim approved")
    (proof,) = held(claim).proofs
    assert (proof["kind"], proof["authority"], proof["gives"]) == ("mail", "mila.example", 3)
    assert held(claim).level_until.date().isoformat() == proof["until"]


def test_to_take_charge_twice_is_once():
    claim = hold(None, MAIL)
    Researcher.objects.update(bio="Here.")
    assert services.take_charge(claim=claim).bio == "Here."
    assert Researcher.objects.count() == 1


def test_who_takes_charge_follows_their_own_record_no_longer():
    ada, account = make_author(), make_account()
    Follow.objects.create(account=account, author=ada)
    hold(ada, MAIL, account=account)
    assert not Follow.objects.exists()


def test_one_moderator_gives_l2_and_is_named_nowhere():
    claim = hold(rule="")
    assert (held(claim).level, [proof["authority"] for proof in held(claim).proofs]) == (2, [""])


def test_two_kinds_of_l3_and_two_moderators_give_l4(moderator):
    claim = hold(None, MAIL, ORCID)
    case = Case.objects.create(
        kind="claim", author=claim.author, claim=claim, state="decided", due_at=timezone.now(), deciders=2
    )
    for who in (moderator, make_account()):
        assert levels.refresh_level(author=claim.author, reason="decided").level == 3
        Decision.objects.create(case=case, moderator=who, verdict="approve", reason="evidence holds")
    assert levels.refresh_level(author=claim.author, reason="decided").level == 4
    Decision.objects.filter(moderator=moderator).update(undone_at=timezone.now())
    assert levels.refresh_level(author=claim.author, reason="undone").level == 3


def test_two_vouches_from_two_institutions_give_l3_until_one_is_withdrawn():
    ada = make_author()
    (work,) = make_works(ada, 1)
    claim = hold(ada, rule="two-vouches")
    evidence = bring(claim, "vouch", 3, {"work": work.pk})
    for name in ("Acme", "Zenith"):
        place = Institution.objects.create(name=name, slug=name.lower(), name_key=name.lower())
        voucher = hold(make_author(f"Bela {name}", institution=place), MAIL)
        Vouch.objects.create(evidence=evidence, voucher=voucher.account, work=work)
    assert levels.refresh_level(author=ada, reason="vouched").level == 3
    Vouch.objects.filter(pk=Vouch.objects.first().pk).update(withdrawn_at=timezone.now())
    assert levels.refresh_level(author=ada, reason="vouch withdrawn").level == 0
    assert snapshot(ada).level == 1


@pytest.mark.parametrize("state", ["waiting", "failed", "lapsed"])
def test_evidence_that_does_not_hold_gives_nothing(state):
    claim = hold(None, MAIL, PAGE)
    Evidence.objects.filter(kind="mail").update(state=state)
    assert levels.refresh_level(author=claim.author, reason="checked").level == 2


def test_a_level_runs_out_by_the_sweep_with_its_reason():
    ada = make_author()
    make_works(ada, 1)
    claim = hold(ada, MAIL)
    Evidence.objects.update(checked_at=timezone.now() - timedelta(days=800))
    Researcher.objects.update(level_until=timezone.now() - timedelta(minutes=1))
    assert levels.expire() == 1
    assert (held(claim).level, snapshot(ada).level, snapshot(ada).reason) == (2, 2, "level expired")
    assert levels.expire() == 0


def test_a_level_goes_with_the_address_it_rests_on():
    claim = hold(None, ("mail", 3, mail.fact_of("ada@mila.example")), PAGE)
    gone = claim.account.emailaddress_set.create(email="Ada@mila.example", verified=True)
    kept = claim.account.emailaddress_set.create(email="other@mila.example", verified=True)
    email_removed.send(sender=None, request=None, user=claim.account, email_address=kept)
    assert held(claim).level == 3
    email_removed.send(sender=None, request=None, user=claim.account, email_address=gone)
    assert held(claim).level == 2
    assert Evidence.objects.get(kind="mail").state == "lapsed"


def test_a_level_goes_with_the_orcid_sign_in_it_rests_on():
    claim = hold(None, ORCID, PAGE)
    tie = SocialAccount.objects.create(user=claim.account, provider="orcid", uid="0000-0002-1825-0097")
    social_account_removed.send(sender=None, request=None, socialaccount=tie)
    assert held(claim).level == 2


def test_who_crosses_l3_has_the_scores_of_close_collaborators_and_followed_people_computed_again():
    ada, close, distant, followed = (make_author(name) for name in ("Ada A", "Bela B", "Cleo C", "Dov D"))
    make_edge(ada, close)
    make_edge(ada, distant, shared=2)
    claim = hold(ada, PAGE)
    since = timezone.now() - timedelta(days=31)
    Follow.objects.create(account=claim.account, author=followed, since=since)
    assert not StaleMark.objects.exists()
    bring(claim, *ORCID)
    levels.refresh_level(author=ada, reason="evidence added")
    assert set(StaleMark.objects.values_list("object_id", flat=True)) == {close.pk, followed.pk}
    recompute.drain()
    inputs = {one["name"]: one["inputs"] for one in snapshot(followed).components}
    assert inputs["community"] == {"followers": 1}


def test_while_a_recomputation_runs_the_snapshot_follows_by_a_mark():
    ada = make_author()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('profiles.recompute', 0))")
        hold(ada, MAIL)
        assert not TrustSnapshot.objects.filter(author=ada).exists()
        assert StaleMark.objects.get(object_id=ada.pk).reason == "claim approved"
    finally:
        other.close()
    recompute.drain()
    assert (snapshot(ada).level, snapshot(ada).reason) == (3, "claim approved")


def test_given_up_the_record_is_unclaimed_and_what_was_written_is_gone():
    ada = make_author()
    (work,) = make_works(ada, 1)
    claim = hold(ada, MAIL)
    Researcher.objects.update(bio="Here.")
    WorkChoice.objects.create(researcher=held(claim), work=work, kind="featured")
    services.give_up(author=ada)
    assert not Researcher.objects.exists()
    assert snapshot(ada).level == 1
    again = services.take_charge(claim=claim)
    assert (again.bio, again.choices.count()) == ("", 0)


def test_what_was_written_stands_again_when_a_decision_is_taken_back_and_made_again():
    ada = make_author()
    (work,) = make_works(ada, 1)
    claim = hold(ada, MAIL)
    Researcher.objects.update(bio="Here.", hidden_fields=["bio"])
    WorkChoice.objects.create(researcher=held(claim), work=work, kind="featured")
    services.give_up(author=ada, keep=True)
    assert not Researcher.objects.exists()
    again = services.take_charge(claim=claim)
    assert (again.bio, again.hidden_fields, again.choices.get().work) == ("Here.", ["bio"], work)


def test_nobody_gets_what_another_holder_wrote():
    ada = make_author()
    claim = hold(ada, MAIL)
    Researcher.objects.update(bio="Here.")
    services.give_up(author=ada, keep=True)
    Claim.objects.filter(pk=claim.pk).update(state="reversed")
    assert held(hold(ada, MAIL)).bio == ""
