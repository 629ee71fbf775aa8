"""Asking a co-author to claim their record, by one letter from the site: no address ever gets two."""

import hmac
from collections.abc import Mapping
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _

from bzpeer.accounts import letters
from bzpeer.accounts.mails import compose
from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.lately import free_again
from bzpeer.db.retries import retried
from profiles.blocks.queries import are_apart
from profiles.claims import clock
from profiles.claims.errors import TooMany
from profiles.invitations import rules
from profiles.invitations.errors import CannotInvite
from profiles.invitations.models import CoauthorAsk, WrittenTo
from profiles.invitations.rules import Refusal
from profiles.invitations.standing import sender_of
from profiles.researchers.models import Researcher
from works.models import Author, Authorship, Work
from works.withheld.queries import erasure_key

A_WEEK = 5
WEEK = timedelta(days=7)
SALT = "profiles.invitations.coauthors"
MAIL = "profiles/invitations/mail/claim_yours"


class NoCoauthor(Exception):
    """Nobody asks those with whom they have written nothing, or whose record is held: 409."""


def shared_work(account: User, author: Author) -> Work | None:
    """The newest work that the record held by this account shares with the author; one query."""
    own = Authorship.objects.filter(work=OuterRef("pk"), author__researcher__account=account)
    return Work.objects.filter(Exists(own), authorships__author=author).order_by("-year", "pk").first()


def may_be_asked(author: Author, account: User) -> bool:
    """Whether this is a co-author of the account whose record nobody holds; two queries."""
    return not Researcher.objects.filter(author=author).exists() and shared_work(account, author) is not None


@retried
def ask(*, account: User, author: Author, email: str) -> None:
    """One letter to this address, if it has never had one and wants some; nobody is told whether it went.

    Asking twice for the same author is asking once. Raises CannotInvite, NoCoauthor, TooMany.
    """
    User.objects.select_for_update(no_key=True).get(pk=account.pk)
    own, sender = sender_of(account)
    refusal = rules.may_ask(sender)
    if refusal is not None or own is None:
        raise CannotInvite(refusal or Refusal.NO_RECORD)
    work = shared_work(account, author)
    if work is None or Researcher.objects.filter(author=author).exists():
        raise NoCoauthor
    if CoauthorAsk.objects.filter(account=account, author=author).exists():
        return
    _check_week(account)
    CoauthorAsk.objects.create(account=account, author=author)
    journal.write(act="co-author asked to claim", actor=account, object_kind="author", object_id=author.pk)
    if not _is_apart(account, email) and _is_first(email):
        _write(email, author=author, asked_by=own.author, work=work)


def carry_over(*, moves: Mapping[int, int]) -> None:
    """Who was asked under a record that went into another (old id → new id) was asked; called before the old goes."""
    for asked in CoauthorAsk.objects.filter(author__in=moves).order_by("pk"):
        new = moves[asked.author_id]
        if not CoauthorAsk.objects.filter(account=asked.account_id, author=new).exists():
            CoauthorAsk.objects.filter(pk=asked.pk).update(author=new)


def refuse_letters(token: str) -> None:
    """The address of this token wants nothing more from us; twice is once. Raises BadSignature."""
    digest = _digest_of(token)
    WrittenTo.objects.filter(digest=digest, refused_at=None).update(refused_at=Now())


def is_good(token: str) -> bool:
    """Whether this is a token of ours."""
    try:
        _digest_of(token)
    except signing.BadSignature:
        return False
    return True


def address_digest(email: str) -> bytes:
    """The keyed hash of an address, which is all that is kept; under the key that is never changed."""
    return hmac.digest(erasure_key(), f"written to\x1f{email.strip().lower()}".encode(), "sha256")


def _digest_of(token: str) -> bytes:
    return bytes.fromhex(signing.Signer(salt=SALT).unsign(token))


def _is_first(email: str) -> bool:
    try:
        with transaction.atomic():
            WrittenTo.objects.create(digest=address_digest(email))
    except IntegrityError:
        return False
    return True


def _is_apart(account: User, email: str) -> bool:
    """Whether the address is that of somebody who keeps the sender away, or the other way round."""
    owners = EmailAddress.objects.filter(email__iexact=email, verified=True).values_list("user_id", flat=True)
    return any(are_apart(account.pk, owner) for owner in owners)


def _check_week(account: User) -> None:
    now = clock.now()
    times = CoauthorAsk.objects.filter(account=account, made_at__gt=now - WEEK).order_by("-made_at")
    again = free_again(times.values_list("made_at", flat=True), most=A_WEEK, within=WEEK)
    if settings.RATE_LIMITS and again:
        raise TooMany(again - now, _("You have asked 5 co-authors within a week. What you typed is still here."))


def _write(email: str, *, author: Author, asked_by: Author, work: Work) -> None:
    never = settings.PUBLIC_URL + reverse(
        "invitations:no_more_letters", args=[signing.Signer(salt=SALT).sign(address_digest(email).hex())]
    )
    context = {
        "name": author.name,
        "asked_by": asked_by.name,
        "title": work.title,
        "claim_url": f"{settings.PUBLIC_URL}{author.get_absolute_url()}claim/",
        "never_url": never,
    }
    headers = {"List-Unsubscribe": f"<{never}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    letters.post(compose(MAIL, to=email, context=context, headers=headers))
