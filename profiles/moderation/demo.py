"""A moderator to try the site with: an account of its own, and a log-in that works once, on this machine.

Never in production: there the first moderator is given the role by `manage.py moderator give`.
"""

import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.urls import reverse

from bzpeer.accounts.models import User
from profiles.moderation.roles import MODERATOR, SECOND_FACTORS, give_role, is_moderator

# A name that nobody can own, so no claimant shares its domain.
EMAIL = "moderator@desk.invalid"


class NotHere(Exception):
    """This site is not on this machine alone."""


class LogInToken(PasswordResetTokenGenerator):
    """Valid until the account logs in, in whichever way, and a day at most."""

    key_salt = "profiles.moderation.demo"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        # To the microsecond, where Django's own would take two log-ins of one second for one.
        return f"{user.pk}{user.password}{user.last_login}{timestamp}"


TOKEN = LogInToken()


def is_allowed(address: str) -> bool:
    """Whether somebody at this network address may use such a log-in on this site."""
    return not settings.PRODUCTION and _is_loopback(address)


@transaction.atomic
def demo_moderator() -> User:
    """The account, made if need be, with the role and a second factor that nobody knows. Raises NotHere."""
    if settings.PRODUCTION:
        raise NotHere
    account, is_new = User.objects.get_or_create(email=EMAIL)
    if is_new:
        account.set_password(secrets.token_urlsafe(32))
        account.save(update_fields=["password"])
        EmailAddress.objects.create(user=account, email=EMAIL, verified=True, primary=True)
    if not Authenticator.objects.filter(user=account, type__in=SECOND_FACTORS).exists():
        TOTP.activate(account, generate_totp_secret())
    if not is_moderator(account):
        give_role(account=account, name=MODERATOR, by="demo")
    return account


def log_in_address(base: str) -> str:
    """The address of the page whose button logs the demo's moderator in, once. Raises NotHere."""
    if not _is_loopback(urlsplit(base).hostname or ""):
        raise NotHere
    account = demo_moderator()
    return base + reverse("moderation:enter", args=[account.pk, TOKEN.make_token(account)])


def account_for(pk: int, token: str) -> User | None:
    """The demo's moderator if the token still counts; the row is locked, so that of two uses one counts."""
    account = User.objects.select_for_update().filter(pk=pk, email=EMAIL, is_active=True).first()
    return account if account and TOKEN.check_token(account, token) else None


def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
