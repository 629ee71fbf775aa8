"""The tables of this app, from its rooms."""

from profiles.claims.models import Claim, Evidence, InstitutionDomain, Vouch
from profiles.erasures.models import Erasure
from profiles.follows.models import Follow, FollowFigure, SavedSearch
from profiles.joining.models import Proposal
from profiles.moderation.models import Case, Decision, HiddenText, Report, Role
from profiles.news.models import MailSubscription, News, NewsRun
from profiles.notices.models import Notice, NoticeChoice, NoticeHours, NoticeMail
from profiles.researchers.models import Researcher, WorkChoice
from profiles.trust.models import TrustSnapshot

__all__ = [
    "Case",
    "Claim",
    "Decision",
    "Erasure",
    "Evidence",
    "Follow",
    "FollowFigure",
    "HiddenText",
    "InstitutionDomain",
    "MailSubscription",
    "News",
    "NewsRun",
    "Notice",
    "NoticeChoice",
    "NoticeHours",
    "NoticeMail",
    "Proposal",
    "Report",
    "Researcher",
    "Role",
    "SavedSearch",
    "TrustSnapshot",
    "Vouch",
    "WorkChoice",
]
