"""The level of a held record, from the proofs of its claim; the trust snapshot follows in the same transaction."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now

from bzpeer.accounts.models import User
from profiles.claims import clock
from profiles.claims.evidence import mail
from profiles.claims.models import Claim, ClaimState, Evidence, EvidenceKind, EvidenceState, Vouch
from profiles.moderation.models import Decision
from profiles.recompute import queueing
from profiles.researchers.models import Researcher
from profiles.trust import services as trust
from profiles.trust.levels import Level, Proof, ProofKind, level_of
from profiles.trust.score import CONFIRMED_LEVEL
from works.models import Author

# Where each kind of evidence keeps who says so.
AUTHORITIES = {EvidenceKind.ORCID: "orcid", EvidenceKind.MAIL: "domain", EvidenceKind.HOMEPAGE: "url"}
APPROVE = "approve"

# Whose score counts this person: close collaborators, and those whom the account follows.
READERS = """
    INSERT INTO works_stalemark (kind, object_id, reason, made_at)
    SELECT 'author', id, %(reason)s, now() FROM (
        SELECT other_id AS id FROM graph_collaborationedge WHERE author_id = %(author)s AND is_close
        UNION SELECT author_id FROM profiles_follow WHERE account_id = %(account)s
    ) readers ORDER BY id
"""
MARK = "INSERT INTO works_stalemark (kind, object_id, reason, made_at) VALUES ('author', %(author)s, %(reason)s, now())"
# Recomputation holds this lock while it writes snapshots; two writers of one snapshot would collide.
TAKE_TURN = "SELECT pg_try_advisory_xact_lock(hashtextextended('profiles.recompute', 0))"


@transaction.atomic
def refresh_level(*, author: Author, reason: str) -> Level | None:
    """Bring the level of a held record up to date, and the trust snapshot with it; None while nobody holds it.

    `reason` goes into the history of the score (`claim approved`, `level expired`). When the level crosses L3,
    the scores that count this person are marked to be computed again.
    """
    researcher = Researcher.objects.select_for_update().filter(author=author).first()
    level = None
    if researcher is not None:
        level = level_of(proofs_of(researcher), clock.now().astimezone(UTC).date())
        _store(researcher, level, reason)
    refresh_snapshot(author_id=author.pk, reason=reason)
    return level


def refresh_snapshot(*, author_id: int, reason: str) -> None:
    """The snapshot of one author, in this transaction; while a recomputation runs, by a mark that it takes next."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE_TURN)
        if cursor.fetchone()[0]:
            trust.refresh([author_id], reason=reason)
            return
        cursor.execute(MARK, {"author": author_id, "reason": reason[:40]})
        queueing.wake()


def mark_readers(*, researcher: Researcher, reason: str) -> None:
    """Close collaborators and followed people, whose score counts this person, are to be computed again."""
    given: dict[str, int | str] = {
        "author": researcher.author_id,
        "account": researcher.account_id,
        "reason": reason[:40],
    }
    with connection.cursor() as cursor:
        cursor.execute(READERS, given)
        if cursor.rowcount:
            queueing.wake()


def proofs_of(researcher: Researcher) -> list[Proof]:
    """The dated proofs on which a held record rests: evidence that holds, and who accepted the claim."""
    claim = _claim_of(researcher)
    if claim is None:
        return []
    evidence = Evidence.objects.filter(claim=claim, state=EvidenceState.HOLDS).order_by("pk")
    proofs = [proof for one in evidence for proof in _proofs_of_evidence(one)]
    return proofs + _acceptances(claim)


def expire() -> int:
    """Bring those up to date whose level has run out; gives how many. Each is a transaction of its own."""
    due = Author.objects.filter(researcher__level_until__lte=Now()).order_by("pk")
    authors = list(due[:500])
    for author in authors:
        refresh_level(author=author, reason="level expired")
    return len(authors)


def lapse_mail(*, account: User, removed: str) -> None:
    """The account has given up an address, and what rests on it goes with it."""
    digest = mail.digest_of(removed)
    _lapse(account, EvidenceKind.MAIL, lambda fact: fact.get("digest") == digest, reason="e-mail removed")


def lapse_orcid(*, account: User, removed: str) -> None:
    """The account is not tied to this ORCID iD any more."""
    _lapse(account, EvidenceKind.ORCID, lambda fact: fact.get("orcid") == removed, reason="ORCID removed")


@transaction.atomic
def _lapse(account: User, kind: str, is_gone: Callable[[Mapping[str, Any]], bool], *, reason: str) -> None:
    """Proofs of this kind whose fact is gone hold no longer, and the level that rests on them goes at once."""
    held = Evidence.objects.select_for_update(of=("self",)).filter(
        claim__account=account, claim__state=ClaimState.APPROVED, kind=kind, state=EvidenceState.HOLDS
    )
    gone = [one for one in held.select_related("claim__author").order_by("pk") if is_gone(one.fact)]
    for one in gone:
        one.state = EvidenceState.LAPSED
        one.save(update_fields=["state"])
    if gone:
        refresh_level(author=gone[0].claim.author, reason=reason)


def _store(researcher: Researcher, level: Level, reason: str) -> None:
    until = datetime.combine(level.until, time(), UTC) if level.until else None
    proofs = [_as_json(proof) for proof in level.rests_on]
    crosses = (researcher.level >= CONFIRMED_LEVEL) != (level.level >= CONFIRMED_LEVEL)
    if (researcher.level, researcher.level_until, researcher.proofs) == (level.level, until, proofs):
        return
    researcher.level, researcher.level_until, researcher.proofs = level.level, until, proofs
    researcher.version += 1
    researcher.save(update_fields=["level", "level_until", "proofs", "version"])
    if crosses:
        mark_readers(researcher=researcher, reason=reason)


def _claim_of(researcher: Researcher) -> Claim | None:
    return Claim.objects.filter(
        author_id=researcher.author_id, account_id=researcher.account_id, state=ClaimState.APPROVED
    ).first()


def _proofs_of_evidence(one: Evidence) -> Iterable[Proof]:
    if one.kind == EvidenceKind.VOUCH:
        return _vouches(one)
    if one.gives < 2:
        return []
    on = (one.checked_at or one.made_at).astimezone(UTC).date()
    return [Proof(one.kind, _authority(one), one.gives, on, _day(one.holds_until))]


def _authority(one: Evidence) -> str:
    key = AUTHORITIES.get(EvidenceKind(one.kind))
    return str(one.fact.get(key, "")) if key else ""


def _vouches(one: Evidence) -> list[Proof]:
    """One proof a voucher who still holds a record; the authority is their institution, or themselves."""
    standing = Vouch.objects.filter(evidence=one, withdrawn_at=None, voucher__researcher__isnull=False)
    rows = standing.values_list("made_at", "voucher__researcher__author__institution_id")
    return [
        Proof(ProofKind.VOUCH, str(institution or ""), 3, made_at.astimezone(UTC).date(), _day(one.holds_until))
        for made_at, institution in rows
    ]


def _acceptances(claim: Claim) -> list[Proof]:
    """The moderators who approved: one is enough for L2; two who decided one case together are part of L4.

    Who decided alone is no authority for L4: it takes two who looked at the same without seeing each other.
    """
    decisions = Decision.objects.filter(case__claim=claim, verdict=APPROVE, undone_at=None, moderator__isnull=False)
    rows = decisions.exclude(case__state="open").values_list("moderator_id", "made_at", "case__deciders")
    accepted = [
        Proof(ProofKind.MODERATOR, str(who) if deciders > 1 else "", 2, at.astimezone(UTC).date())
        for who, at, deciders in rows
    ]
    if not accepted and not claim.rule and claim.decided_at:
        accepted = [Proof(ProofKind.MODERATOR, "", 2, claim.decided_at.astimezone(UTC).date())]
    return accepted


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(UTC).date() if moment else None


def _as_json(proof: Proof) -> dict[str, Any]:
    return {
        "kind": proof.kind,
        # Never who decided: moderators are numbers on nobody's page.
        "authority": "" if proof.kind in {ProofKind.MODERATOR, ProofKind.VOUCH} else proof.authority,
        "gives": proof.gives,
        "on": proof.on.isoformat(),
        "until": proof.ends(proof.gives).isoformat(),
    }
