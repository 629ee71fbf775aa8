"""Everything held about an account, file by file, for its owner: who it is, what it did, where facts came from.

What stands in the rows of other people (a decision on somebody's claim, a role given to somebody) is theirs, and
stays out. No secret is in it: no password, no key of a passkey or code app, no key of a session.
"""

from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Model, Q

from bzpeer.accounts.models import DataExport, Leaving, User
from bzpeer.db.models import JournalEntry
from profiles.blocks.models import Block
from profiles.claims.models import Claim, Evidence, InstitutionDomain, Vouch
from profiles.conversations.models import ReadMarks
from profiles.curation.models import Collection, Comment, EarlierReview, Review, SavedWork, WorkMark
from profiles.follows.models import KINDS, Follow
from profiles.follows.targets import target_of
from profiles.invitations.models import CoauthorAsk
from profiles.joining.models import Proposal
from profiles.moderation.models import Decision, HiddenText, Report, Role
from profiles.news.models import MailSubscription
from profiles.notices.models import Notice, NoticeChoice, NoticeHours
from profiles.privacy import talking
from profiles.researchers.models import Researcher, WorkChoice
from profiles.trust.models import TrustSnapshot
from works.models import NotMine, SyncRequest

Rows = list[dict[str, Any]]
# Never leaves the database.
SECRETS = frozenset({"password", "session_key", "data", "user_permissions", "groups"})


def contents(account: User) -> dict[str, Rows]:
    """File name without ending → rows. A fixed number of queries, one a file."""
    return {name: [*tell(account)] for name, tell in FILES.items()}


def _account(account: User) -> Rows:
    return _told([account])


def _ways_in(account: User) -> Rows:
    factors = Authenticator.objects.filter(user=account).order_by("pk")
    return [{"name": str(factor)} | row for factor, row in zip(factors, _told(factors), strict=True)]


def _follows(account: User) -> Rows:
    follows = Follow.objects.filter(account=account).select_related(*KINDS).order_by("pk")
    told = [(follow, target_of(getattr(follow, follow.kind), follow.kind)) for follow in follows]
    return [
        {target.kind: target.name, "address": target.path, "since": follow.since, "muted_at": follow.muted_at}
        for follow, target in told
    ]


def _mail_subscriptions(account: User) -> Rows:
    own = EmailAddress.objects.filter(user=account).values("email")
    return _told(MailSubscription.objects.filter(address__in=own).order_by("pk"))


def _journal(account: User) -> Rows:
    own_claims = Claim.objects.filter(account=account).values("pk")
    about = Q(actor_id=account.pk) | Q(object_kind="account", object_id=account.pk)
    entries = JournalEntry.objects.filter(about | Q(object_kind="claim", object_id__in=own_claims))
    return [
        {
            "at": entry.at,
            "act": entry.act,
            "by": "you" if entry.actor_id == account.pk else entry.actor_name or "a moderator",
            "object": f"{entry.object_kind} {entry.object_id}",
            "reason": entry.reason,
            "before": entry.before,
            "after": entry.after,
        }
        for entry in entries.order_by("pk")
    ]


def _reports(account: User) -> Rows:
    # Whose record a report about a review is about would tell who wrote an unsigned one.
    told = _told(Report.objects.filter(account=account).order_by("pk"))
    return [{**row, "author": None} if row["review"] or row["comment"] else row for row in told]


def _record(account: User) -> Rows:
    held = Researcher.objects.filter(account=account).select_related("author")
    told = zip(held, _told(held), strict=True)
    return [row | {"name": held.author.name, "address": held.author.get_absolute_url()} for held, row in told]


def _told(rows: Iterable[Model]) -> Rows:
    # Every field, also one that is added later.
    return [
        {field.name: field.value_from_object(row) for field in row._meta.concrete_fields if field.name not in SECRETS}
        for row in rows
    ]


def _of(model: type[Model], *, by: str) -> Callable[[User], Rows]:
    """The rows of `model` in which the field `by` is the account."""
    return lambda account: _told(model._default_manager.filter(**{by: account}).order_by("pk"))


FILES: dict[str, Callable[[User], Rows]] = {
    "account": _account,
    "addresses": _of(EmailAddress, by="user"),
    "ways-in": _ways_in,
    "orcid": _of(SocialAccount, by="user"),
    "sessions": _of(UserSession, by="user"),
    "follows": _follows,
    "record": _record,
    "record-choices": _of(WorkChoice, by="researcher__account"),
    "record-not-mine": _of(NotMine, by="author__researcher__account"),
    "record-hidden": _of(HiddenText, by="author__researcher__account"),
    "record-trust": _of(TrustSnapshot, by="author__researcher__account"),
    "claims": _of(Claim, by="account"),
    "evidence": _of(Evidence, by="claim__account"),
    "suggested-domains": _of(InstitutionDomain, by="suggested_by"),
    "vouches": _of(Vouch, by="voucher"),
    "roles": _of(Role, by="account"),
    "decisions": _of(Decision, by="moderator"),
    "invitations": talking.invitations,
    "coauthors-asked": _of(CoauthorAsk, by="account"),
    "conversations": talking.conversations,
    "messages": talking.messages,
    "read-marks": _of(ReadMarks, by="account"),
    "blocked": _of(Block, by="account"),
    "reports": _reports,
    "likes": _of(WorkMark, by="account"),
    "collections": _of(Collection, by="account"),
    "saved-works": _of(SavedWork, by="collection__account"),
    "reviews": _of(Review, by="account"),
    "earlier-reviews": _of(EarlierReview, by="review__account"),
    "comments": _of(Comment, by="account"),
    "suggestions": _of(Proposal, by="account"),
    "mail-subscriptions": _mail_subscriptions,
    "notices": _of(Notice, by="account"),
    "notice-choices": _of(NoticeChoice, by="account"),
    "notice-hours": _of(NoticeHours, by="account"),
    "refreshes": _of(SyncRequest, by="account"),
    "exports": _of(DataExport, by="account"),
    "deletion": _of(Leaving, by="account"),
    "journal": _journal,
}
