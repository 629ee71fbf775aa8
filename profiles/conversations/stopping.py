"""Who may not write to others for a while, because moderators said so about reported words."""

from datetime import timedelta

from django.db.models.functions import Now

from profiles.moderation import rules
from profiles.moderation.models import Case, Decision

LASTS = timedelta(days=90)


def is_stopped(account_id: int) -> bool:
    """Whether a decision of the last ninety days, not taken back since, stops this account; one query."""
    return Decision.objects.filter(
        verdict=rules.STOP,
        undone_at=None,
        made_at__gt=Now() - LASTS,
        case__state=Case.State.DECIDED,
        case__report__words_reported__writer=account_id,
    ).exists()
