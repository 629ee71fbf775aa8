"""Who moderates and who administers: never inherited from Django's own flags, asleep without a second factor."""

from collections.abc import Iterable
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from profiles.moderation.models import Role

MODERATOR = Role.Name.MODERATOR
ADMINISTRATOR = Role.Name.ADMINISTRATOR
# safety.md, 1: roles end after twelve months unless renewed.
DAYS = 365
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_moderator(account: User | AnonymousUser | None) -> bool:
    """Whether the account may moderate now; one query."""
    return _has(account, MODERATOR)


def is_administrator(account: User | AnonymousUser | None) -> bool:
    """Whether the account may administer now; one query."""
    return _has(account, ADMINISTRATOR)


def names_of(account: User | AnonymousUser | None) -> set[str]:
    """The roles of the account that are awake; one query, none for a visitor."""
    if not isinstance(account, User) or not account.is_active:
        return set()
    return set(awake_roles().filter(account=account).values_list("name", flat=True))


def has_role(account: User) -> bool:
    """Whether the account has a role, awake or asleep; one query."""
    return Role.objects.filter(account=account, until__gt=timezone.now()).exists()


def awake_roles(names: Iterable[str] = tuple(Role.Name.values)) -> QuerySet[Role]:
    """The roles that count now: not over, of an active account with a second factor."""
    factor = Authenticator.objects.filter(user=OuterRef("account_id"), type__in=SECOND_FACTORS)
    return Role.objects.filter(Exists(factor), name__in=tuple(names), until__gt=timezone.now(), account__is_active=True)


def give_role(*, account: User, name: str, by: User | str, days: int = DAYS) -> Role:
    """The account has the role for so many days from now; one it has already is renewed.

    `by` is the administrator, or the name of the command that gives it. Whether they may is the caller's to check.
    """
    with transaction.atomic():
        role, _made = Role.objects.update_or_create(
            account=account,
            name=Role.Name(name),
            defaults={
                "given_by": by if isinstance(by, User) else None,
                "given_at": timezone.now(),
                "until": timezone.now() + timedelta(days=days),
            },
        )
        journal.write(act="role given", actor=by, object_kind="role", object_id=account.pk, after=role.name)
    return role


def end_role(*, account: User, name: str, by: User | str) -> None:
    """The account has the role no longer; nothing happens if it did not."""
    with transaction.atomic():
        gone, _rows = Role.objects.filter(account=account, name=name).delete()
        if gone:
            journal.write(act="role ended", actor=by, object_kind="role", object_id=account.pk, before=name)


def _has(account: User | AnonymousUser | None, name: str) -> bool:
    if not isinstance(account, User) or not account.is_active:
        return False
    return awake_roles([name]).filter(account=account).exists()
