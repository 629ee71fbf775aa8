"""The tables of this app, from its rooms."""

from profiles.follows.models import Follow, FollowFigure
from profiles.researchers.models import Researcher
from profiles.trust.models import TrustSnapshot

__all__ = ["Follow", "FollowFigure", "Researcher", "TrustSnapshot"]
