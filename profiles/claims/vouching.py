"""A close collaborator's side: being asked to vouch for one fact, saying so, taking it back."""

from django.db.models import QuerySet

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.retries import retried
from profiles.claims import clock, levels, notices, rules
from profiles.claims.errors import NotYours, Refused
from profiles.claims.evidence import checking, vouch
from profiles.claims.models import Claim, ClaimState as State, Evidence, EvidenceKind, Vouch
from profiles.claims.moving import lock
from profiles.researchers.models import Researcher


def ask_them(evidence: Evidence) -> None:
    """Everybody who may vouch for this fact is told, once."""
    able = vouch.able(evidence.claim.author, work_id=evidence.fact["work"]).exclude(account=evidence.claim.account_id)
    for account_id in able.order_by("account_id").values_list("account_id", flat=True)[:50]:
        notices.tell("vouch", evidence.claim, account_id, about=evidence.pk)


def may_vouch(evidence: Evidence, account: User) -> bool:
    """Whether this account is one of those whose word counts for this fact. One query."""
    if evidence.kind != EvidenceKind.VOUCH or evidence.claim.account_id == account.pk:
        return False
    return vouch.able(evidence.claim.author, work_id=evidence.fact["work"]).filter(account=account).exists()


def requests_to(account: User) -> list[Evidence]:
    """The open requests that this account may answer, oldest first. One query for most, three for who holds L3."""
    mine = Researcher.objects.filter(account=account, level__gte=vouch.VOUCHER_LEVEL).values("author")
    if not mine.exists():
        return []
    asked = _open().filter(claim__author__edges__other__in=mine, claim__author__edges__is_close=True)
    asked = asked.exclude(claim__account=account).exclude(vouches__voucher=account).distinct()
    return [evidence for evidence in asked.order_by("id")[:50] if may_vouch(evidence, account)]


@retried
def give(*, evidence: Evidence, by: User) -> Vouch:
    """This account says that the claimant wrote the work with them; twice is once. Raises NotYours, Refused."""
    locked = _locked(evidence)
    if not may_vouch(locked, by):
        raise NotYours
    if locked.claim.state not in rules.TAKES_EVIDENCE:
        raise Refused
    given, is_new = Vouch.objects.update_or_create(
        evidence=locked, voucher=by, defaults={"work_id": locked.fact["work"], "withdrawn_at": None}
    )
    _after(locked, by, "vouch given" if is_new else "vouch given again")
    return given


@retried
def take_back(*, evidence: Evidence, by: User) -> None:
    """The word is withdrawn, and what rests on it goes at once. Raises NotYours."""
    locked = _locked(evidence)
    if not Vouch.objects.filter(evidence=locked, voucher=by, withdrawn_at=None).update(withdrawn_at=clock.now()):
        raise NotYours
    _after(locked, by, "vouch withdrawn")


def _open() -> QuerySet[Evidence]:
    open_states = [State.DRAFT, State.SUBMITTED, State.NEEDS_INFORMATION, State.APPEALED, State.APPROVED]
    found = Evidence.objects.filter(kind=EvidenceKind.VOUCH, claim__state__in=open_states)
    return found.select_related("claim__author")


def _locked(evidence: Evidence) -> Evidence:
    claim: Claim = lock(evidence.claim)
    found = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    found.claim = claim
    return found


def _after(evidence: Evidence, by: User, act: str) -> None:
    checking.check(evidence, now=clock.now())
    journal.write(act=act, actor=by, object_kind="claim", object_id=evidence.claim_id)
    if evidence.claim.state == State.APPROVED:
        levels.refresh_level(author=evidence.claim.author, reason=act)
