"""Makes what the desk's tests need: moderators whose role is awake, sent claims with a case."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from bzpeer.accounts.models import User
from profiles.claims.models import Claim, ClaimState, Evidence
from profiles.joining.services import propose_merge
from profiles.moderation.access import desk_of
from profiles.moderation.deciding import decide
from profiles.moderation.models import Case, Report
from profiles.moderation.roles import ADMINISTRATOR, MODERATOR, give_role
from profiles.moderation.services import open_case
from tests.factories.profiles import NUMBERS, make_account, make_author, make_works
from tests.factories.works import WorkFactory
from works.models import Author, LikelyPair, MatchCase


def make_moderator(email: str = "", *, name: str = MODERATOR, awake: bool = True) -> User:
    """Somebody at the desk, at a mail domain of their own; without a second factor the role is asleep."""
    account = make_account(email or f"mo@desk{next(NUMBERS)}.example")
    give_role(account=account, name=name, by="test")
    if awake:
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return account


def make_administrator(email: str = "") -> User:
    """An administrator whose role is awake."""
    return make_moderator(email, name=ADMINISTRATOR)


def make_claim(author: Author | None = None, *, account: User | None = None, **fields) -> Claim:
    """A claim, submitted unless told otherwise, with a statement that waits for a moderator."""
    account = account or make_account(f"claimant@home{next(NUMBERS)}.example")
    fields = {"state": ClaimState.SUBMITTED, "due_at": timezone.now() + timedelta(days=7)} | fields
    claim = Claim.objects.create(author=author or make_author(), account=account, **fields)
    Evidence.objects.create(claim=claim, kind="statement", fact={"text": "I wrote these."}, gives=2)
    return claim


def make_case(claim: Claim | None = None, *, kind: str = Case.Kind.CLAIM, days: int = 7, deciders: int = 1) -> Case:
    """An open case about a claim, due in so many days."""
    claim = claim or make_claim()
    due_at = timezone.now() + timedelta(days=days)
    return open_case(kind=kind, author=claim.author, claim=claim, due_at=due_at, deciders=deciders)


def make_report_case(author: Author | None = None, *, account: User | None = None) -> Case:
    """An open case about a report."""
    author = author or make_author()
    report = Report.objects.create(author=author, account=account, subject="wrong data", words="The year is wrong.")
    due_at = timezone.now() + timedelta(days=7)
    return open_case(kind=Case.Kind.REPORT, author=author, report=report, due_at=due_at)


def make_match() -> MatchCase:
    """Two works, and a record that gives the second the DOI of the first."""
    holder, other = WorkFactory(title="Engines that weave numbers"), WorkFactory(title="Engines, weaving numbers")
    return MatchCase.objects.create(
        scheme="doi", value=f"10.1/{holder.pk}", holder=holder.pk, other=other.pk, source="openalex"
    )


def make_pair(one: Author | None = None, other: Author | None = None, *, probability: float = 0.8) -> LikelyPair:
    """Two records that the model takes for one person's, new ones with a work each if none are named."""
    if one is None or other is None:
        one, other = make_author("Ada Byron"), make_author("A. Byron")
        for author in (one, other):
            make_works(author, 1)
    addends = [["coauthors", "charles babbage", 1.2], ["no_coauthor", "Ada Byron – A. Byron", -0.4]]
    return LikelyPair.objects.create(
        one=one, other=other, block="byron a", probability=probability, addends=addends, version="test"
    )


def make_merge_case(author: Author | None = None, other: Author | None = None, *, account: User | None = None) -> Case:
    """An open case about a suggested merge, of two new authors if none are named."""
    author, other = author or make_author("Mer Loom"), other or make_author("Mer G. Loom")
    account = account or make_account(f"suggests@home{next(NUMBERS)}.example")
    return propose_merge(author=author, other=other, account=account, words="One list of works.").cases.get()


def decided(case: Case, moderator: User, verdict: str = "approve", *, words: str = "Because.") -> Case:
    """The case once this moderator has decided."""
    reason = {
        "approve": "evidence holds",
        "reject": "not enough",
        "carry out": "co-authors",
        "leave": "not enough",
    }.get(verdict, "record is right")
    return decide(desk=desk_of(moderator), case=case, verdict=verdict, reason=reason, words=words)


def logged_in(account: User) -> Client:
    """A browser with this account logged in."""
    client = Client()
    client.force_login(account)
    return client
