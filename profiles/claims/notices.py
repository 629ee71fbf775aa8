"""Who is told what by mail: a row in the outbox with the act, a letter when a worker takes it."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils.translation import gettext as _

from bzpeer.accounts import letters
from bzpeer.accounts.mails import compose
from bzpeer.accounts.models import User
from bzpeer.db.outbox.services import put
from profiles.claims.holders import evidence_holders
from profiles.claims.letters import letter
from profiles.claims.models import Claim, ClaimState as State
from profiles.notices import services

MAIL = "profiles.claim_mail"
TELL_HOLDERS = "profiles.claim_tell_holders"


@dataclass(frozen=True, slots=True)
class Notice:
    """One letter to one account about one claim; `entry_id` is the journal entry or evidence it is about."""

    kind: str
    claim_id: int
    account_id: int
    entry_id: int

    @property
    def key(self) -> str:
        """Unique for kind, object and person."""
        return f"claim-{self.kind}-{self.claim_id}-{self.account_id}-{self.entry_id}"


def tell_claimant(claim: Claim, *, before: str, entry_id: int) -> None:
    """How things stand with the claim, and what comes next; of several moves in one breath the last is told."""
    if claim.state == State.WITHDRAWN and before == State.DRAFT:
        return
    notice = Notice("state", claim.pk, claim.account_id, entry_id)
    _tell_on_site("claim", claim, notice, reverse("claims:claim", args=[claim.pk]))
    put(MAIL, queue="mail", key=f"claim-state-{claim.pk}-{claim.account_id}", notice=_args(notice))


def tell(kind: str, claim: Claim, account_id: int, *, about: int) -> None:
    """One letter of this kind (`letters.py`)."""
    notice = Notice(kind, claim.pk, account_id, about)
    _tell_on_site(f"claim-{kind}", claim, notice, _page_of(kind, claim, about))
    put(MAIL, queue="mail", key=notice.key, notice=_args(notice))


def tell_evidence_holders(claim: Claim) -> None:
    """Who else holds evidence is looked for by a worker, and told."""
    put(TELL_HOLDERS, queue="mail", key=f"claim-holders-{claim.pk}", claim_id=claim.pk)


def tell_each_holder(claim_id: int) -> None:
    """One letter for each holder of evidence while the claim is half open; at most 200."""
    claim = Claim.objects.select_related("author").filter(pk=claim_id, state=State.APPROVED).first()
    if claim is None or claim.half_open_until is None:
        return
    for account_id in sorted(evidence_holders(claim))[:200]:
        tell("half-open", claim, account_id, about=claim.pk)


def send(notice: Notice) -> None:
    """Writes and sends the letter; nothing for an account that is closed or a claim that is no more."""
    claim = Claim.objects.select_related("author").filter(pk=notice.claim_id).first()
    account = User.objects.filter(pk=notice.account_id, is_active=True).first()
    if claim is None or account is None:
        return
    message = compose(
        "profiles/claims/mail/letter",
        to=_address(account),
        context={"letter": letter(notice.kind, claim, about=notice.entry_id)},
        name=notice.key,
    )
    letters.post(message)


def accepted_words() -> str:
    """The finding of what a moderator accepted."""
    return _("A moderator looked at it and accepted it.")


def refused_words() -> str:
    """The finding of what a moderator did not accept."""
    return _("A moderator looked at it and did not accept it.")


def _tell_on_site(kind: str, claim: Claim, notice: Notice, path: str) -> None:
    about = {"author": claim.author_id, "path": path}
    services.tell(accounts=[notice.account_id], kind=kind, about=about, key=notice.key)


def _page_of(kind: str, claim: Claim, about: int) -> str:
    if kind == "vouch":
        return reverse("claims:vouch", args=[about])
    if kind == "half-open":
        # By its number alone: a notice keeps no name.
        return reverse("claims:object", args=[str(claim.author_id)])
    return reverse("claims:claim", args=[claim.pk])


def _args(notice: Notice) -> list[str | int]:
    return [notice.kind, notice.claim_id, notice.account_id, notice.entry_id]


def _address(account: User) -> str:
    primary = EmailAddress.objects.filter(user=account, primary=True).values_list("email", flat=True).first()
    return primary or account.email
