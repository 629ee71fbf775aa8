"""The browsers that an account was used from lately: a signed cookie of the browser names its accounts."""

import time
from typing import Any

from allauth.account.signals import email_confirmed, password_changed, password_reset, password_set
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from bzpeer.accounts.models import User

SALT = "bzpeer.accounts.known_browsers"
SECONDS = 30 * 24 * 3600
# Accounts that one browser is known to; the cookie stays far below the 4 KB that browsers keep.
MOST = 10
USED_BY = "_used_by"


def is_known(request: HttpRequest, *, account: User) -> bool:
    """Whether the account was used from this browser within 30 days, with the password that it has now."""
    return _mark(account) in _marks(request)


def note(request: HttpRequest, *, account: User) -> None:
    """The answer to this request makes the browser a known one; see `keep`."""
    request.__dict__[USED_BY] = account


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Sets the cookie if `note` was called; newest accounts first, so that the oldest fall off."""
    account = request.__dict__.get(USED_BY)
    if account is None:
        return
    marks = {_mark(account): int(time.time())} | {m: at for m, at in _marks(request).items() if m != _mark(account)}
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        signing.dumps(dict(list(marks.items())[:MOST]), salt=SALT),
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@receiver(
    (user_logged_in, password_reset, password_changed, password_set), dispatch_uid="bzpeer.accounts.known_browsers.used"
)
def note_user(request: HttpRequest | None, user: User, **_: Any) -> None:
    """Somebody got in here, came with the link of a reset mail, or has a new password from now on."""
    if request is not None:
        note(request, account=user)


@receiver(email_confirmed, dispatch_uid="bzpeer.accounts.known_browsers.confirmed")
def note_confirmed(request: HttpRequest | None, email_address: Any, **_: Any) -> None:
    """Who came here with the link of a mail has proved the address as well as a code would."""
    if request is not None:
        note(request, account=email_address.user)


def _mark(account: User) -> str:
    # With the password in it: after a change each browser is a new one.
    return salted_hmac(SALT, f"{account.pk} {account.password}", algorithm="sha256").hexdigest()[:32]


def _marks(request: HttpRequest) -> dict[str, int]:
    try:
        marks = signing.loads(request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, ""), salt=SALT)
    except signing.BadSignature:
        return {}
    return {mark: at for mark, at in marks.items() if at > time.time() - SECONDS}
