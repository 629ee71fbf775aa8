"""Two close collaborators from two institutions say that the claimant wrote a listed work with them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _, ngettext

from profiles.claims import rules
from profiles.claims.evidence.findings import Finding, Offer, holds, waits
from profiles.claims.models import Claim, ClaimState, Evidence, EvidenceKind, Vouch
from profiles.researchers.models import Researcher
from works.models import Author, Work

KIND = EvidenceKind.VOUCH
NEEDED = 2
VOUCHER_LEVEL = 3


def able(author: Author, *, work_id: int | None = None) -> models.QuerySet[Researcher]:
    """Holders at L3 who are close collaborators of this author, and wrote the work if one is given.

    Those in their own half-open week may not vouch, nor those who vouched for a claim that was found false within
    the last 12 months.
    """
    close = Researcher.objects.filter(
        level__gte=VOUCHER_LEVEL, author__edges__other=author, author__edges__is_close=True
    ).exclude(author=author)
    half_open = Claim.objects.filter(state=ClaimState.APPROVED, half_open_until__isnull=False)
    close = close.exclude(account__in=half_open.filter(half_open_until__gt=models.functions.Now()).values("account"))
    false = Claim.objects.filter(
        state__in=[ClaimState.REJECTED, ClaimState.REVERSED],
        reason__in=rules.FALSE_REASONS,
        decided_at__gt=models.functions.Now() - rules.VOUCHES_AFTER_FALSE,
    )
    close = close.exclude(account__in=Vouch.objects.filter(evidence__claim__in=false).values("voucher"))
    if work_id is not None:
        close = close.filter(author__authorships__work=work_id)
    return close.distinct()


def works_of(author: Author) -> list[Work]:
    """Works on the record that at least one of those who may vouch wrote too. One query, at most 100 works."""
    theirs = models.Q(authorships__author__in=able(author).values("author"))
    works = Work.objects.filter(pk__in=author.authorships.values("work")).filter(theirs).distinct()
    return list(works.order_by("-year", "title_key")[:100])


def offer(author: Author) -> Offer:
    """Works where two who may vouch have two institutions; says how many there are, never who."""
    places = list(able(author).values_list("author__institution_id", flat=True))
    count = len(places)
    missing = ""
    if count < NEEDED or len(set(places)) < NEEDED:
        missing = _(
            "This needs two close collaborators at level L3 from two institutions; this record has not got them."
        )
    words = ngettext(
        "%(count)d close collaborator at level L3 could vouch", "%(count)d close collaborators at level L3 could vouch",
        count,
    )  # fmt: skip
    fits = () if missing else (words % {"count": count},)
    return Offer(KIND, _("Ask co-authors to vouch"), 3, is_instant=False, fits=fits, missing=missing)


def fact_of(work_id: int, note: str) -> Mapping[str, Any]:
    """The work, and a note by which the collaborators know who asks."""
    return {"work": work_id, "note": note}


def check(evidence: Evidence, *, today: date) -> Finding:  # noqa: ARG001 - as every kind is asked
    """How many of those who may have vouched, from how many institutions. Two queries."""
    given = Vouch.objects.filter(evidence=evidence.pk, withdrawn_at=None).values_list("voucher_id", flat=True)
    places = able(evidence.claim.author, work_id=evidence.fact.get("work")).filter(account__in=given)
    institutions = list(places.values_list("author__institution_id", flat=True))
    count, different = len(institutions), len({place for place in institutions if place})
    if count >= NEEDED and different >= NEEDED:
        return holds(_("Two close collaborators from two institutions vouched. A moderator looks at it once."), gives=3)
    words = ngettext(
        "%(count)d of two close collaborators from two institutions has vouched so far.",
        "%(count)d of two close collaborators from two institutions have vouched so far.",
        count,
    )
    return waits(words % {"count": count}, gives=0)
