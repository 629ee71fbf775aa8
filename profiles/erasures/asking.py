"""Asking for erasure, by anybody, with or without an account."""

import secrets
from hashlib import sha256

from django.db import transaction

from bzpeer.accounts.models import User
from profiles.erasures.models import Erasure
from profiles.erasures.services import show_control
from profiles.moderation import reporting
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher
from works.models import Author

SUBJECT = "erasure"
KEY_BYTES = 24


@transaction.atomic
def ask(*, author: Author, account: User | None, network: str, words: str = "", email: str = "") -> str:
    """Opens the case of an erasure, due in thirty days; gives the secret of the link where it goes on.

    The holder of the record has shown that it is theirs, so it is out of sight at once. Raises TooMany, counted with
    the reports of this account or network.
    """
    who = reporting.reporter(account=account, network=network)
    reporting.check_limit(who)
    report = reporting.file(
        author=author, who=who, subject=SUBJECT, words=words, email=email, kind=Case.Kind.ERASURE, deciders=2
    )
    key = secrets.token_urlsafe(KEY_BYTES)
    erasure = Erasure.objects.create(report=report, key_digest=digest_of(key))
    if is_held_by(account, author):
        show_control(erasure=erasure, control=Erasure.Control.HOLDER)
    return key


def is_held_by(account: User | None, author: Author) -> bool:
    """Whether this account holds the record; one query for an account, none without."""
    return account is not None and Researcher.objects.filter(account=account, author=author).exists()


def digest_of(key: str) -> str:
    """How the secret of a link is kept."""
    return sha256(key.encode()).hexdigest()
