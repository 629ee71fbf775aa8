"""Home pages to be read for a token: asked for by the claimant, done by a worker."""

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.locks import transaction_lock
from bzpeer.db.outbox.services import put
from bzpeer.db.retries import retried
from bzpeer.net.client import Rules
from profiles.claims import clock, deciding, limits, record_reading
from profiles.claims.errors import NotYours
from profiles.claims.evidence import checking, homepage
from profiles.claims.evidence.findings import Finding, waits
from profiles.claims.evidence.orcid_record import NoAnswer
from profiles.claims.models import Evidence, EvidenceKind, EvidenceState
from profiles.claims.moving import lock

READ = "profiles.claim_read_page"
KEPT_TIMES = 20


@retried
def ask(*, evidence: Evidence, by: User) -> Evidence:
    """Has the page read, soon. Raises NotYours, and TooMany beyond 10 an hour for the account or 3 for the host."""
    locked = _locked(evidence, by)
    if locked.state == EvidenceState.HOLDS:
        return locked
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    # Two claimants of pages on one host are counted one after the other.
    transaction_lock(f"claims.homepage {locked.fact['host']}")
    now = clock.now()
    limits.check_homepage(by, locked.fact["host"], now)
    locked.fact["asked"] = [*locked.fact.get("asked", []), now.isoformat()][-KEPT_TIMES:]
    locked.save(update_fields=["fact"])
    put(READ, queue="interactive", key=key(locked.pk), evidence_id=locked.pk)
    return locked


@retried
def renew(*, evidence: Evidence, by: User) -> Evidence:
    """A new token for seven days. Raises NotYours."""
    locked = _locked(evidence, by)
    if locked.state != EvidenceState.HOLDS:
        locked.fact |= dict(homepage.fact_of(locked.fact["url"], clock.now()))
        checking.check(locked, now=clock.now())
    return locked


def key(evidence_id: int) -> str:
    """By which a reading that waits is known."""
    return f"claim-page-{evidence_id}"


def read(evidence_id: int, *, rules: Rules | None = None) -> None:
    """Reads the page, stores what was found, and lets the claim be decided if it waits for that."""
    evidence = Evidence.objects.select_related("claim__author").filter(pk=evidence_id).first()
    if evidence is None or evidence.state == EvidenceState.HOLDS:
        return
    # Before any lock: a page may take ten seconds.
    finding = _finding(evidence, rules)
    claim = lock(evidence.claim)
    fresh = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence_id)
    if fresh.fact["token"] != evidence.fact["token"]:
        return
    fresh.claim = claim
    checking.store(fresh, finding, now=clock.now())
    journal.write(act=f"page read {finding.state}", actor="worker", object_kind="claim", object_id=claim.pk)
    if finding.state == EvidenceState.HOLDS:
        deciding.found(claim)


def _finding(evidence: Evidence, rules: Rules | None) -> Finding:
    try:
        return homepage.read(evidence, now=clock.now(), rules=rules)
    except NoAnswer:
        return waits(record_reading.no_answer(evidence.claim, instead_of=EvidenceKind.HOMEPAGE), gives=2)


def _locked(evidence: Evidence, by: User) -> Evidence:
    claim = lock(evidence.claim)
    if claim.account_id != by.pk or evidence.kind != EvidenceKind.HOMEPAGE:
        raise NotYours
    found = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    found.claim = claim
    return found
