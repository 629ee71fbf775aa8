"""What allauth asks the site: where a log-in may lead, where links in mails lead, how it puts things."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from bzpeer.accounts import limits, mails
from bzpeer.accounts.again import has_logged_in_lately
from bzpeer.accounts.leaving import is_leaving
from bzpeer.accounts.models import User
from bzpeer.accounts.sessions import NO_ADDRESS
from bzpeer.web.networks import network_of

CONTROLS = re.compile(r"[\x00-\x20\x7f\\]")
LOGIN_BY_CODE = "allauth.account.stages.LoginByCodeStage"
PASSKEY_AT_SIGN_UP = "allauth.mfa.webauthn.stages.PasskeySignupStage"
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
        "incorrect_code": _("This code is not right. Check it for typing errors."),
        "incorrect_password": _("This is not your password. Check it for typing errors."),
        "max_email_addresses": _("An account has at most %d addresses."),
        "rate_limited": _("Too many requests. Try again in a few minutes."),
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Whether `next` may lead there; else the log-in leads to the home page."""
        return bool(url) and is_ours(str(url))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address or /64 that limits count a stranger by; the trusted proxies' word counts, nobody else's."""
        network = network_of(request).partition("/")[0]
        return NO_ADDRESS if network == "unknown" else network

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts a try. Raises ValidationError for one too many."""
        self._tries = limits.take_log_in(request, _who(credentials))

    def _rollback_login_failed_rl_usage(self) -> None:
        limits.give_back(self._tries)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        limits.forget_log_ins(request, _who(credentials))

    def get_login_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """Home, unless the log-in says where."""
        return settings.LOGIN_REDIRECT_URL

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """Where the log-in leads; an account about to be deleted is first asked whether it should stay."""
        response = super().post_login(request, user, **kwargs)
        if is_leaving(account=user):
            response["Location"] = reverse("privacy:deletion")
        return response

    def get_login_stages(self) -> list[str]:
        """allauth's, with our own stage of the code by mail, and at the end the passkey of a sign-up (`joining`)."""
        ours = {LOGIN_BY_CODE: "bzpeer.accounts.new_browser.NewBrowserStage"}
        return [*(ours.get(stage, stage) for stage in super().get_login_stages()), PASSKEY_AT_SIGN_UP]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within ten minutes of a log-in, whichever way it was done."""
        return super().is_reauthentication_required(app=app, **kwargs) and not has_logged_in_lately(self.request)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """allauth's, a passkey first; who has neither password nor second factor gets a code by mail."""
        methods = super().get_reauthentication_methods(user)
        methods.sort(key=lambda method: not str(method["id"]).endswith(":webauthn"))
        if not methods and user.is_authenticated:
            url = reverse("account_reauthenticate_by_code")
            methods = [{"id": "code", "description": gettext("Use a code sent to your address"), "url": url}]
        return methods

    def get_email_confirmation_url(self, request: HttpRequest | None, emailconfirmation: EmailConfirmation) -> str:  # noqa: ARG002 - allauth's signature
        """The link of a confirmation mail; from PUBLIC_URL, for a Host header is anybody's word."""
        return settings.PUBLIC_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a reset mail; `key` is uid and token."""
        uid, _dash, token = key.partition("-")
        return settings.PUBLIC_URL + reverse("account_reset_password_from_key", args=[uid, token])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The mail goes into the outbox: no request waits for a mail server."""
        mails.send(template_prefix, to=email, context={"email": email, **context}, is_asked_for=True)


def _who(credentials: Mapping[str, Any]) -> str:
    return str(credentials.get("email", "")).lower()
