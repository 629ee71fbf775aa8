"""The tables of this app, from its rooms."""

from profiles.claims.models import Claim, Evidence, Vouch
from profiles.follows.models import Follow, FollowFigure
from profiles.moderation.models import Case, Decision, Report, Role
from profiles.researchers.models import Researcher, WorkChoice
from profiles.trust.models import TrustSnapshot

__all__ = [
    "Case",
    "Claim",
    "Decision",
    "Evidence",
    "Follow",
    "FollowFigure",
    "Report",
    "Researcher",
    "Role",
    "TrustSnapshot",
    "Vouch",
    "WorkChoice",
]
