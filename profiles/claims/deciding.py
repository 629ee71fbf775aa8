"""What becomes of a claim that was sent: a named rule approves it, or the desk gets a case."""

from typing import Any

from django.db import connection
from django.db.models import Q

from bzpeer.db.journal import services as journal
from profiles.claims import clock, levels, rules
from profiles.claims.lookalikes import FROM, TO, looks_of, mixes_scripts
from profiles.claims.models import Claim, ClaimState as State, EvidenceState
from profiles.claims.moving import Grounds, move_locked, open_case
from profiles.claims.rules import Proof, Surroundings
from profiles.moderation import services as moderation
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher

# Another name on a held record that looks the same (`lookalikes.looks_of`).
LOOK_ALIKE = """
SELECT EXISTS (
    SELECT FROM profiles_researcher r JOIN works_author a ON a.id = r.author_id
    WHERE a.id <> %(author)s AND a.name <> %(name)s
        AND replace(translate(normalize(a.name, NFKC), %(from)s, %(to)s), 'm', 'rn') = %(looks)s
)
"""
DOUBTFUL = "claim name doubtful"


def decide(claim: Claim) -> None:
    """Judges a locked, submitted claim. A rule's approval is half open for a week."""
    around = surroundings_of(claim)
    verdict = rules.judge(proofs_of(claim), around)
    if verdict.rule:
        by = f"rule {verdict.rule}"
        move_locked(claim, to=State.APPROVED, by=by, grounds=Grounds(rule=verdict.rule))
        moderation.close_cases(claim=claim)
        return
    if around.is_doubtful_name:
        journal.write(act=DOUBTFUL, actor="desk", object_kind="claim", object_id=claim.pk)
    open_case(claim, deciders=verdict.deciders)
    if verdict.deciders > 1:
        _two_for_the_others(claim)


def found(claim: Claim) -> None:
    """Evidence of a locked claim was found to hold: a waiting claim is judged anew, a held record rises."""
    if claim.state == State.SUBMITTED:
        decide(claim)
    elif claim.state == State.APPROVED:
        levels.refresh_level(author=claim.author, reason="evidence added")


def proofs_of(claim: Claim) -> list[Proof]:
    """The evidence that was found to hold, as rules see it."""
    found = claim.evidence.filter(state=EvidenceState.HOLDS).order_by("id")
    return [Proof(rule=evidence.fact.get("rule", ""), gives=evidence.gives) for evidence in found]


def surroundings_of(claim: Claim) -> Surroundings:
    """Who else holds or claims the record; read while its row is locked."""
    others = Claim.objects.filter(author_id=claim.author_id).exclude(account_id=claim.account_id)
    held_by = Researcher.objects.filter(author_id=claim.author_id).exclude(account_id=claim.account_id)
    mine = Claim.objects.filter(account_id=claim.account_id, state=State.APPROVED).exclude(pk=claim.pk)
    own = list(mine.values_list("author_id", "half_open_until"))
    is_held = others.filter(state=State.APPROVED).exists() or held_by.exists()
    return Surroundings(
        is_held=is_held,
        is_disputed=any(is_disputed(author_id) for author_id in [claim.author_id, *(pk for pk, _ in own)]),
        is_contested=others.filter(state__in=rules.WAITING).exists(),
        holds_another=bool(own),
        is_half_open=any(until is not None and until > clock.now() for _, until in own),
        is_burnt=claim.decided_at is not None or _was_false(claim),
        # No rule decides about a held record, whatever its name.
        is_doubtful_name=not is_held and _is_doubtful(claim),
    )


def _is_doubtful(claim: Claim) -> bool:
    name = claim.author.name
    if mixes_scripts(name):
        return True
    given: dict[str, Any] = {"author": claim.author_id, "name": name, "looks": looks_of(name), "from": FROM, "to": TO}
    with connection.cursor() as cursor:
        cursor.execute(LOOK_ALIKE, given)
        return bool(cursor.fetchone()[0])


def _was_false(claim: Claim) -> bool:
    earlier = Claim.objects.filter(author_id=claim.author_id, account_id=claim.account_id)
    return earlier.filter(Q(state=State.REVERSED) | Q(reason__in=rules.FALSE_REASONS)).exists()


def is_disputed(author_id: int) -> bool:
    """Whether a dispute about this record is open."""
    return Case.objects.filter(author_id=author_id, kind=Case.Kind.DISPUTE, state=Case.State.OPEN).exists()


def deciders_before(claim: Claim) -> int:
    """How many moderators decided this claim last: an appeal needs as many."""
    decided = (
        Case.objects.filter(claim=claim, state=Case.State.DECIDED)
        .exclude(kind=Case.Kind.LEVEL)
        .order_by("-decided_at", "-pk")
    )
    return decided.values_list("deciders", flat=True).first() or 1


def _two_for_the_others(claim: Claim) -> None:
    # Those who wait already compete from now on.
    open_alone = Case.objects.filter(
        author_id=claim.author_id, kind=Case.Kind.CLAIM, state=Case.State.OPEN, deciders=1
    ).exclude(claim=claim)
    for case in open_alone.select_related("claim__author").order_by("pk"):
        if case.claim is not None and case.claim.state in rules.WAITING:
            open_case(case.claim, deciders=2)
