"""What people said about records goes along with a merge or a split, and comes back exactly when it is undone."""

import pytest
from django.utils import timezone

from profiles.claims.models import Claim, ClaimState as State
from profiles.follows import services as follows
from profiles.follows.models import Follow, FollowFigure
from profiles.joining import merging
from profiles.joining.errors import CannotJoin, TwoHolders, UnderDispute
from profiles.joining.models import Proposal
from profiles.joining.services import move_works, propose_split
from profiles.moderation.models import Case, HiddenText, Report
from profiles.news.models import MailSubscription, News
from profiles.recompute import services as recompute
from profiles.researchers.models import Researcher, WorkChoice
from tests.factories.moderation import make_case, make_claim, make_merge_case, make_report_case
from tests.factories.profiles import make_account, make_author, make_researcher, make_works
from tests.works.identity.tables import differences, every_row
from works.identity import joining
from works.models import AuthorRedirect

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Ada with three works and A. Lovelace with one, both made by hand."""
    ada, other = make_author("Ada Lovelace"), make_author("A. Lovelace")
    make_works(ada, 3)
    make_works(other, 1)
    return ada, other


def merged(kept, gone):
    return merging.merge(kept=kept, gone=gone, by="test", reason="one person")


def hold(author, account=None):
    account = account or make_account()
    make_claim(author, account=account, state=State.APPROVED, decided_at=timezone.now())
    return make_researcher(author, account)


def test_everything_said_about_the_record_goes_along_and_comes_back_exactly(two):
    ada, other = two
    holder = hold(other)
    work = other.authorships.get().work
    WorkChoice.objects.create(researcher=holder, work=work, kind="featured", place=1)
    both, one, none = make_account(), make_account(), make_account()
    for account, author in ((both, ada), (both, other), (one, other), (holder.account, ada)):
        follows.follow(account=account, author=author)
    follows.follow(account=none, author=ada)
    follows.unfollow(account=none, author=ada)
    make_case(make_claim(other, account=one))
    make_case(make_claim(ada, account=one))
    make_report_case(other)
    recompute.drain()
    before = every_row()
    change = merged(ada, other)
    assert Researcher.objects.get().author == ada
    assert set(Follow.objects.filter(author=ada).values_list("account", flat=True)) == {both.pk, one.pk}
    assert FollowFigure.objects.get(author=ada).followers == 2
    assert set(Claim.objects.values_list("author", "state")) == {
        (ada.pk, State.APPROVED), (ada.pk, State.SUBMITTED), (ada.pk, State.WITHDRAWN),
    }  # fmt: skip
    assert set(Case.objects.values_list("author", flat=True)) == {ada.pk}
    assert Report.objects.get().author == ada
    recompute.drain()
    merging.undo(change, by="test")
    recompute.drain()
    assert differences(before, every_row()) == {}


def test_followers_since_the_merge_stay_and_are_counted(two):
    ada, other = two
    late, early = make_account(), make_account()
    follows.follow(account=early, author=other)
    change = merged(ada, other)
    follows.follow(account=late, author=ada)
    early.delete()
    merging.undo(change, by="test")
    figures = dict(FollowFigure.objects.values_list("author", "followers"))
    assert (figures[ada.pk], figures.get(other.pk, 0)) == (1, 0)
    assert Follow.objects.get().account == late


def test_two_held_records_are_not_merged(two):
    for author in two:
        hold(author)
    with pytest.raises(TwoHolders):
        merged(*two)


@pytest.mark.parametrize("which", [0, 1])
def test_nothing_is_merged_during_a_dispute(two, which):
    make_case(make_claim(two[which]), kind=Case.Kind.DISPUTE)
    with pytest.raises(UnderDispute):
        merged(*two)


def test_what_the_record_refuses_is_told_in_its_words(two):
    with pytest.raises(CannotJoin) as refused:
        merged(two[0], two[0])
    assert str(refused.value.words) == "These two are already one record."


def test_the_held_record_stays_else_the_larger(two):
    ada, other = two
    proposal = Proposal.objects.get(cases=make_merge_case(other, ada))
    assert merging.in_order(proposal) == (ada, other)
    hold(other)
    assert merging.in_order(proposal) == (other, ada)


@pytest.mark.parametrize("chosen", [1, 2])
def test_what_moderators_hid_of_a_holders_page_stays_hidden_whichever_part_they_have(two, chosen):
    ada, _ = two
    holder, case = hold(ada), make_report_case(ada)
    HiddenText.objects.create(author=ada, case=case, field="bio", reason="abuse", words="No.")
    before = every_row()
    places = ada.authorships.order_by("pk").values_list("pk", flat=True)[:chosen]
    change = joining.split(author=ada, authorship_ids=list(places), by="test", reason="two people")
    holder.refresh_from_db()
    case.refresh_from_db()
    assert HiddenText.objects.get().author == case.author == Report.objects.get().author == holder.author
    merging.undo(change, by="test")
    AuthorRedirect.objects.all().delete()
    assert differences(before, every_row()) == {}


def test_what_is_hidden_goes_along_into_another_record_and_comes_back(two):
    ada, other = two
    hold(other)
    HiddenText.objects.create(author=other, case=make_report_case(other), field="bio", reason="abuse", words="No.")
    recompute.drain()
    before = every_row()
    change = merged(ada, other)
    assert HiddenText.objects.get().author == ada
    merging.undo(change, by="test")
    recompute.drain()
    assert differences(before, every_row()) == {}


def test_a_suggested_split_follows_a_work_that_is_another(two):
    ada, _ = two
    places = list(ada.authorships.order_by("pk"))
    chosen = [places[0].work_id]
    proposal = propose_split(author=ada, account=make_account(), works=chosen, identifiers=[], words="Two people.")
    move_works({places[0].work_id: places[1].work_id})
    proposal.refresh_from_db()
    assert proposal.works == [places[1].work_id]


@pytest.mark.parametrize(("chosen", "is_held"), [(1, True), (2, True), (2, False)])
def test_who_follows_a_holder_goes_on_following_them_after_a_split(two, chosen, is_held):
    ada, _ = two
    if is_held:
        hold(ada)
    works = list(ada.authorships.order_by("pk").values_list("work", flat=True))
    reader, today = make_account(), timezone.now().date()
    follows.follow(account=reader, author=ada)
    MailSubscription.objects.create(author=ada, address="eve@example.org", mailed_until=today)
    News.objects.create(author=ada, day=today, works_count=3, works=works)
    before = every_row()
    places = list(ada.authorships.order_by("pk").values_list("pk", flat=True))[:chosen]
    change = joining.split(author=ada, authorship_ids=places, by="test", reason="two people")
    followed = Researcher.objects.get().author if is_held else ada
    assert Follow.objects.get().author == News.objects.get().author == followed
    assert MailSubscription.objects.get().author == followed
    assert FollowFigure.objects.get(author=followed).followers == 1
    merging.undo(change, by="test")
    AuthorRedirect.objects.all().delete()
    assert differences(before, every_row()) == {}


@pytest.mark.parametrize("chosen", [1, 2])
def test_the_holder_keeps_their_works_whichever_part_keeps_the_address(two, chosen):
    ada, _ = two
    holder = hold(ada)
    places = list(ada.authorships.order_by("pk"))
    before = every_row()
    change = joining.split(
        author=ada, authorship_ids=[place.pk for place in places[:chosen]], by="test", reason="two people"
    )
    places[2].refresh_from_db()
    holder.refresh_from_db()
    assert holder.author == places[2].author == Claim.objects.get().author
    merging.undo(change, by="test")
    AuthorRedirect.objects.all().delete()
    assert differences(before, every_row()) == {}
