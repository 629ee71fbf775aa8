"""What the claimant can say, for a moderator."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from profiles.claims.evidence.findings import Finding, Offer, waits
from profiles.claims.models import Evidence, EvidenceKind
from works.models import Author

KIND = EvidenceKind.STATEMENT


def offer(author: Author) -> Offer:  # noqa: ARG001 - as every kind is asked
    """Works for every record."""
    fits = (_("what only the person behind these works can say; a moderator reads it within 7 days"),)
    return Offer(KIND, _("Write to a moderator"), 2, is_instant=False, fits=fits)


def fact_of(text: str) -> Mapping[str, Any]:
    """The text; deleted 90 days after the decision."""
    return {"text": text}


def check(evidence: Evidence, *, today: date) -> Finding:  # noqa: ARG001 - as every kind is asked
    """Nothing a machine could find."""
    return waits(_("A moderator reads it, with the record beside it."), gives=2)
