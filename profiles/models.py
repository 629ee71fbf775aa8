"""The tables of this app, from its rooms."""

from profiles.blocks.models import Block
from profiles.claims.models import Claim, Evidence, InstitutionDomain, Vouch
from profiles.conversations.models import Conversation, Message, Participant, ReadMarks, ReportedWords
from profiles.curation.models import Collection, Comment, EarlierReview, Review, SavedWork, WorkFeedback, WorkMark
from profiles.erasures.models import Erasure
from profiles.follows.models import Follow, FollowFigure, SavedSearch
from profiles.invitations.models import CoauthorAsk, Invitation, WrittenTo
from profiles.joining.models import Proposal
from profiles.moderation.models import Case, Decision, HiddenText, Report, Role
from profiles.news.models import MailSubscription, News, NewsRun
from profiles.notices.models import Notice, NoticeChoice, NoticeHours, NoticeMail
from profiles.researchers.models import Researcher, WorkChoice
from profiles.trust.models import TrustSnapshot

__all__ = [
    "Block",
    "Case",
    "Claim",
    "CoauthorAsk",
    "Collection",
    "Comment",
    "Conversation",
    "Decision",
    "EarlierReview",
    "Erasure",
    "Evidence",
    "Follow",
    "FollowFigure",
    "HiddenText",
    "InstitutionDomain",
    "Invitation",
    "MailSubscription",
    "Message",
    "News",
    "NewsRun",
    "Notice",
    "NoticeChoice",
    "NoticeHours",
    "NoticeMail",
    "Participant",
    "Proposal",
    "ReadMarks",
    "Report",
    "ReportedWords",
    "Researcher",
    "Review",
    "Role",
    "SavedSearch",
    "SavedWork",
    "TrustSnapshot",
    "Vouch",
    "WorkChoice",
    "WorkFeedback",
    "WorkMark",
    "WrittenTo",
]
