"""What allauth asks the site: where a log-in may lead, where links in mails lead, how it puts things."""

import re
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONTROLS = re.compile(r"[\x00-\x20\x7f\\]")
# Log-out is POST only, and nobody logs in to log out.
NEVER_NEXT = frozenset({"account_logout"})


def is_ours(address: str) -> bool:
    """Whether a redirect may go there: one `/` first, no backslash or control character, one of our pages."""
    if not address.startswith("/") or address.startswith("//") or CONTROLS.search(address):
        return False
    try:
        match = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return False
    return match.url_name not in NEVER_NEXT


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter of this site."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This address is on your account already."),
        "email_password_mismatch": _(
            "This e-mail address and password do not go together. Check both for typing errors."
        ),
        "enter_current_password": _("This is not your password now. Check it for typing errors."),
        "incorrect_password": _("This is not your password. Check it for typing errors."),
        "too_many_login_attempts": _("Too many attempts. Try again in 5 minutes, or reset the password."),
        "rate_limited": _("Too many requests. Try again in a few minutes."),
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Whether `next` may lead there; else the log-in leads to the home page."""
        return bool(url) and is_ours(str(url))

    def get_email_confirmation_url(self, request: HttpRequest | None, emailconfirmation: EmailConfirmation) -> str:  # noqa: ARG002 - allauth's signature
        """The link of a confirmation mail; from PUBLIC_URL, for a Host header is anybody's word."""
        return settings.PUBLIC_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a reset mail; `key` is uid and token."""
        uid, _dash, token = key.partition("-")
        return settings.PUBLIC_URL + reverse("account_reset_password_from_key", args=[uid, token])

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The mail in text; its links start with PUBLIC_URL."""
        links = {
            "site_address": settings.PUBLIC_URL,
            "password_reset_url": context.get("password_reset_url", ""),
            "signup_url": settings.PUBLIC_URL + reverse("account_signup"),
            "reset_address": settings.PUBLIC_URL + reverse("account_reset_password"),
        }
        return super().render_mail(template_prefix, email, context | links, headers)
