"""Public records at ORCID to be compared with a claimed one: asked for when the iD is brought, done by a worker."""

from django.utils.translation import gettext as _

from bzpeer.db.journal import services as journal
from bzpeer.db.outbox.services import put
from bzpeer.net.client import Rules
from profiles.claims import clock, raising
from profiles.claims.evidence import checking, orcid, orcid_record
from profiles.claims.evidence.findings import Finding, waits
from profiles.claims.models import Claim, ClaimState, Evidence, EvidenceKind
from profiles.claims.moving import lock

READ = "profiles.claim_read_record"


def ask(evidence: Evidence) -> None:
    """Has the public record of a brought iD read, soon."""
    put(READ, queue="interactive", key=key(evidence.pk), evidence_id=evidence.pk)


def key(evidence_id: int) -> str:
    """By which a reading that waits is known."""
    return f"claim-record-{evidence_id}"


def read(evidence_id: int, *, rules: Rules | None = None) -> None:
    """Reads the public record and stores what it says about the claimed one, unless it is known by now."""
    evidence = Evidence.objects.select_related("claim__author").filter(pk=evidence_id).first()
    if evidence is None or not orcid.asks_record(evidence):
        return
    # Before any lock: ORCID may take five seconds.
    finding = _finding(evidence, rules)
    claim = lock(evidence.claim)
    fresh = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence_id)
    if not orcid.asks_record(fresh):
        return
    fresh.claim = claim
    checking.store(fresh, finding, now=clock.now())
    journal.write(act=f"record read {finding.state}", actor="worker", object_kind="claim", object_id=claim.pk)
    raising.look_at(fresh)


def no_answer(claim: Claim, *, instead_of: str) -> str:
    """The sentence of an ORCID that is down, slow or says nonsense, with the other ways for this record."""
    ways = [one.title for one in checking.offers(claim.author) if one.works and one.kind != instead_of]
    is_draft = claim.state == ClaimState.DRAFT
    kept = _("Your draft is kept.") if is_draft else _("Your claim is kept.")
    sentence = _("ORCID does not answer. %(kept)s You can try again in a minute. Other ways: %(ways)s.")
    return sentence % {"kept": kept, "ways": ", ".join(ways)}


def _finding(evidence: Evidence, rules: Rules | None) -> Finding:
    try:
        return orcid.compare(evidence, orcid_record.works_of(evidence.fact["orcid"], rules=rules))
    except orcid_record.NoAnswer:
        return waits(no_answer(evidence.claim, instead_of=EvidenceKind.ORCID), gives=0)
