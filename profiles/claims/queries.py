"""What pages show of claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _, ngettext

from bzpeer.accounts.models import User
from bzpeer.db.outbox.queries import is_late
from profiles.claims import own_domains, page_reading, raising, record_reading, rules, words
from profiles.claims.evidence import domains
from profiles.claims.models import OPEN_STATES, Claim, ClaimState as State, Evidence, EvidenceKind, EvidenceState
from profiles.claims.timeline import TimelineStep, claim_timeline
from profiles.moderation.clock import desk_clock
from profiles.moderation.models import Case

__all__ = ["ClaimPage", "IdentityBlock", "claim_page", "claim_timeline", "identity_block", "my_claims", "verified_by"]

# The holder with the claim that made them so, an open dispute, and the newest claim of the one who looks.
BLOCK = """
SELECT r.account_id, r.since, c.id, c.rule, c.decided_at, c.half_open_until > now(),
    EXISTS (SELECT FROM profiles_case d WHERE d.author_id = a.id AND d.kind = 'dispute' AND d.state = 'open'),
    m.id, m.state, m.due_at
FROM (SELECT %(author)s::bigint AS id) a
LEFT JOIN profiles_researcher r ON r.author_id = a.id
LEFT JOIN profiles_claim c ON c.author_id = a.id AND c.state = 'approved'
LEFT JOIN LATERAL (
    SELECT id, state, due_at FROM profiles_claim
    WHERE author_id = a.id AND account_id = %(account)s::bigint AND state <> 'withdrawn' ORDER BY id DESC LIMIT 1
) m ON true
"""
PLACE = """
SELECT count(*) FROM profiles_case o JOIN profiles_case mine ON mine.claim_id = %(claim)s AND mine.state = 'open'
WHERE o.state = 'open' AND (o.due_at, o.id) < (mine.due_at, mine.id)
"""


@dataclass(frozen=True, slots=True)
class IdentityBlock:
    """Block 4 of the profile: who holds the record, and how the one who looks stands to it.

    `state` is one of `unclaimed`, `pending` (my claim is open), `refused` (mine was, and nobody holds it), `own`,
    `claimed`. `who` and `since` say who verified it and when; `is_half_open` is told to signed-in people only.
    """

    state: str
    is_signed_in: bool = False
    is_disputed: bool = False
    is_half_open: bool = False
    who: str = ""
    since: datetime | None = None
    my_claim: int | None = None
    my_state: str = ""
    my_state_name: str = ""
    my_due: datetime | None = None


def identity_block(author_id: int, account: User | None) -> IdentityBlock:
    """Block 4 for this account, or for nobody. One query."""
    with connection.cursor() as cursor:
        cursor.execute(BLOCK, {"author": author_id, "account": account.pk if account else None})
        holder, since, claim, rule, decided, half_open, disputed, mine, my_state, due = cursor.fetchone()
    is_own = account is not None and holder == account.pk
    return IdentityBlock(
        state=_state(holder, my_state, is_own=is_own),
        is_signed_in=account is not None,
        is_disputed=disputed,
        is_half_open=bool(half_open) and account is not None,
        who=verified_by(claim, rule) if holder else "",
        since=decided or since,
        my_claim=mine,
        my_state=my_state or "",
        my_state_name=words.state_name(my_state) if my_state else "",
        my_due=due,
    )


def _state(holder: int | None, my_state: str | None, *, is_own: bool) -> str:
    if is_own:
        return "own"
    if my_state in OPEN_STATES:
        return "pending"
    if holder is not None:
        return "claimed"
    return "refused" if my_state in {State.REJECTED, State.REVERSED} else "unclaimed"


def verified_by(claim: int | None, rule: str | None) -> str:
    """Who verified a held record, in words; empty where no claim is known."""
    if claim is None:
        return ""
    return _("rule %(rule)s") % {"rule": rule} if rule else _("a moderator")


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence as its claimant sees it.

    `may_check` is a page that a worker can be sent to, `may_suggest` an address whose domain fits no institution;
    `suggestion` says how it stands with that domain, if somebody suggested it.
    """

    evidence: Evidence
    name: str
    detail: str
    may_check: bool
    may_suggest: bool
    suggestion: str


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim for its claimant: how it stands, what comes next, what may be done, and what has happened.

    `place` is from 1, None where no case waits; `median` is what decisions took in the last 90 days.
    """

    claim: Claim
    state_name: str
    sentence: str
    next_steps: Sequence[str]
    evidence: Sequence[EvidenceLine]
    timeline: Sequence[TimelineStep]
    place: int | None
    median: timedelta | None
    is_disputed: bool
    may_appeal: bool
    level: raising.LevelQuestion
    is_late: bool

    @property
    def median_words(self) -> str:
        """The median in the largest unit that says something."""
        if self.median is None:
            return ""
        hours = max(1, round(self.median.total_seconds() / 3600))
        if hours < 48:
            return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
        days = round(hours / 24)
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}

    @property
    def may_claim_again(self) -> bool:
        """Whether a new claim is the way on: nothing is a dead end."""
        return self.claim.state in {State.REJECTED, State.REVERSED, State.WITHDRAWN}

    @property
    def takes_evidence(self) -> bool:
        """Whether more may be brought."""
        return self.claim.state in rules.TAKES_EVIDENCE

    @property
    def may_withdraw(self) -> bool:
        """Whether it can be ended by its claimant."""
        return rules.may_move(self.claim.state, State.WITHDRAWN, rules.Who.CLAIMANT)


def claim_page(claim: Claim, *, viewer: User, now: datetime) -> ClaimPage:
    """Everything on the page of a claim whose author is loaded. Seven queries at most, fifteen for a held record."""
    is_waiting = claim.state in rules.WAITING
    timeline = claim_timeline(claim, viewer=viewer)
    appealed = any(step.after == State.APPEALED for step in timeline)
    evidence = _lines(claim)
    in_time = claim.decided_at is not None and now <= claim.decided_at + rules.APPEAL_WITHIN
    return ClaimPage(
        claim=claim,
        state_name=words.state_name(claim.state),
        sentence=words.state_sentence(claim),
        next_steps=words.next_steps(claim),
        evidence=evidence,
        timeline=timeline,
        place=_place(claim) if is_waiting else None,
        median=desk_clock().median if is_waiting else None,
        is_disputed=Case.objects.filter(author=claim.author, kind=Case.Kind.DISPUTE, state=Case.State.OPEN).exists(),
        may_appeal=rules.may_move(claim.state, State.APPEALED) and not appealed and in_time,
        level=raising.question_of(claim),
        is_late=_is_late(evidence),
    )


def my_claims(account: User) -> list[tuple[Claim, str]]:
    """The account's claims with their states in words, newest first, at most 100. One query."""
    claims = Claim.objects.filter(account=account).select_related("author").order_by("-id")[:100]
    return [(claim, words.state_name(claim.state)) for claim in claims]


def _lines(claim: Claim) -> list[EvidenceLine]:
    every = list(claim.evidence.order_by("id"))
    names = {one.pk: name for one in every if (name := _domain_of_nobody(one))}
    known = own_domains.suggestions(set(names.values()))
    takes = claim.state in rules.TAKES_EVIDENCE
    return [
        EvidenceLine(
            one,
            words.kind_name(one.kind),
            _detail(one),
            may_check=takes and one.kind == EvidenceKind.HOMEPAGE and one.state == EvidenceState.WAITING,
            may_suggest=takes and one.pk in names and names[one.pk] not in known,
            suggestion=words.suggestion_sentence(known.get(names.get(one.pk, ""), "")),
        )
        for one in every
    ]


def _is_late(lines: Sequence[EvidenceLine]) -> bool:
    waiting = [line.evidence for line in lines if line.evidence.state == EvidenceState.WAITING]
    return is_late(reading.key(one.pk) for one in waiting for reading in (page_reading, record_reading))


def _domain_of_nobody(evidence: Evidence) -> str:
    if evidence.kind != EvidenceKind.MAIL or evidence.state != EvidenceState.FAILED:
        return ""
    return domains.own_domain(evidence.fact.get("domain", "")) or ""


def _detail(evidence: Evidence) -> str:
    fact = evidence.fact
    if evidence.kind == EvidenceKind.MAIL:
        return _("an address at %(domain)s") % {"domain": fact.get("domain", "")}
    keys = {EvidenceKind.ORCID: "orcid", EvidenceKind.HOMEPAGE: "url", EvidenceKind.STATEMENT: "text"}
    return str(fact.get(keys.get(EvidenceKind(evidence.kind), ""), ""))


def _place(claim: Claim) -> int | None:
    if not Case.objects.filter(claim=claim, state=Case.State.OPEN).exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute(PLACE, {"claim": claim.pk})
        return int(cursor.fetchone()[0]) + 1
