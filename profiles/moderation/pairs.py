"""Authors that may be one, as the model finds them: what a moderator compares, and the acts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from profiles.joining.services import propose_found
from profiles.moderation.access import Desk
from profiles.moderation.errors import AlreadyDecided
from profiles.moderation.models import Case
from profiles.namesakes.queries import Namesake, told_apart
from profiles.reasons.words import ReasonWords, percent, reason_words
from works.identity.weighing import deciding
from works.models import LikelyPair

Verdict = LikelyPair.Verdict


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records side by side, how likely they are one person's, and what the model adds up."""

    pk: int
    percent: int
    sides: Sequence[Namesake]
    reasons: Sequence[ReasonWords]
    verdict: str


def pairs_for(account: User, *, is_decided: bool) -> QuerySet[LikelyPair]:
    """Those that wait, the likeliest first, or the latest decisions; not those about this account's own record."""
    own = Q(one__researcher__account=account) | Q(other__researcher__account=account)
    removed = Q(one__removed_at__isnull=False) | Q(other__removed_at__isnull=False)
    pairs = LikelyPair.objects.exclude(own | removed).select_related("one__institution", "other__institution")
    if is_decided:
        return pairs.exclude(verdict="").order_by(F("decided_at").desc(), "-pk")
    return pairs.filter(verdict="").order_by("-probability", "pk")


def compared(pairs: QuerySet[LikelyPair]) -> list[Pair]:
    """Some of them with both their records. Three queries."""
    found = list(pairs)
    sides = {side.author.pk: side for side in told_apart([one for pair in found for one in (pair.one, pair.other)])}
    return [
        Pair(
            pair.pk,
            percent(pair.probability),
            [sides[pair.one_id], sides[pair.other_id]],
            reason_words(pair.addends),
            pair.verdict,
        )
        for pair in found
    ]


@transaction.atomic
def open_merge(*, desk: Desk, pair: LikelyPair) -> Case:
    """A merge case about the two, for whoever has no conflict of interest. Raises Refused when it was decided."""
    _decide(desk, pair, Verdict.CASE)
    words = _("The model finds it %(percent)d %% likely that these are one person.") % {
        "percent": percent(pair.probability)
    }
    proposal = propose_found(author=pair.one, other=pair.other, by=desk.account, words=words)
    return proposal.cases.get(state=Case.State.OPEN)


@transaction.atomic
def keep_apart(*, desk: Desk, pair: LikelyPair) -> None:
    """The moderator's word that these are two people. Raises Refused when it was decided meanwhile."""
    _decide(desk, pair, Verdict.TWO)


@transaction.atomic
def take_back(*, desk: Desk, pair: LikelyPair) -> None:
    """The pair waits again. Raises Refused when there is nothing to take back."""
    try:
        deciding.take_back(pair=pair)
    except deciding.Decided:
        raise AlreadyDecided from None
    journal.write(act="decision on authors taken back", actor=desk.account, object_kind="pair", object_id=pair.pk)


def _decide(desk: Desk, pair: LikelyPair, verdict: Verdict) -> None:
    try:
        deciding.decide(pair=pair, verdict=verdict, by=desk.account)
    except deciding.Decided:
        raise AlreadyDecided from None
    journal.write(act=f"authors: {verdict}", actor=desk.account, object_kind="pair", object_id=pair.pk)
