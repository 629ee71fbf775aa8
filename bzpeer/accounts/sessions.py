"""Log-in sessions as their owner sees them: which browser, the last day, the network; ended one by one or all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bzpeer.accounts import known_browsers
from bzpeer.accounts.browsers import browser_of
from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of
from bzpeer.db.signals import swept

SEEN = "seen_on"
BEGAN = "began_at"
# safety.md, Accounts: idle 14 days (SESSION_COOKIE_AGE), at most 90.
LONGEST_DAYS = 90
IPV4_PREFIX, IPV6_PREFIX = 24, 48
NO_ADDRESS = "::"
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session, as its owner sees it."""

    pk: int
    browser: str
    last_day: date
    network: str
    is_this_one: bool


class SeenSessions:
    """Middleware: once a day and session it notes the day, lets the session live on, and the browser stay known.

    It looks only where the answer itself has asked who is logged in. So visitors, whose requests carry no session,
    cost nothing and get no cookie, and neither do the pages of errors.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer as it comes."""
        response = self.get_response(request)
        if "_cached_user" in request.__dict__ and (account := account_of(request)) is not None:
            _note(request, account)
        known_browsers.keep(request, response)
        return response


def _note(request: HttpRequest, account: User) -> None:
    now, session = timezone.now(), request.session
    today = now.date().isoformat()
    if session.get(SEEN) == today:
        return
    began = datetime.fromisoformat(session.setdefault(BEGAN, now.isoformat()))
    left = began + timedelta(days=LONGEST_DAYS) - now
    if left <= timedelta(0):
        logout(request)
        return
    session[SEEN] = today
    if not session.get_expire_at_browser_close():
        session.set_expiry(min(settings.SESSION_COOKIE_AGE, int(left.total_seconds()) + 1))
    UserSession.objects.create_from_request(request)
    known_browsers.note(request, account=account)


@receiver(user_logged_in, dispatch_uid="bzpeer.accounts.sessions.begin")
def begin(request: HttpRequest, **_: Any) -> None:
    """A session begins with its log-in; allauth writes its row."""
    now = timezone.now()
    request.session[SEEN], request.session[BEGAN] = now.date().isoformat(), now.isoformat()


@receiver(pre_save, sender=UserSession, dispatch_uid="bzpeer.accounts.sessions.cut")
def keep_the_network_only(instance: UserSession, **_: Any) -> None:
    """No row ever holds a whole address."""
    instance.ip = cut(instance.ip)


@receiver((password_changed, password_set, password_reset), dispatch_uid="bzpeer.accounts.sessions.end")
def end_where_the_old_password_was_used(request: HttpRequest, user: User, **_: Any) -> None:
    """A new password ends every other session."""
    end_all(account=user, but=request.session.session_key)


@receiver(swept, dispatch_uid="bzpeer.accounts.sessions.sweep")
def delete_over(**_: Any) -> None:
    """Sessions that are over go, with what was kept of them."""
    keys = list(Session.objects.filter(expire_date__lte=timezone.now()).values_list("session_key", flat=True)[:AT_ONCE])
    UserSession.objects.filter(session_key__in=keys).delete()
    Session.objects.filter(session_key__in=keys).delete()


def cut(address: str) -> str:
    """The first address of the /24 or /48 that the address is in."""
    parsed = ip_address(address)
    prefix = IPV4_PREFIX if parsed.version == 4 else IPV6_PREFIX
    return str(ip_network((parsed, prefix), strict=False).network_address)


def sessions_of(account: User, *, this: str | None) -> list[SessionLine]:
    """The live sessions of the account, last used first; `this` is the key of the one that asks. One query."""
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    rows = UserSession.objects.filter(user=account, session_key__in=live).order_by("-last_seen_at", "-pk")
    return [
        SessionLine(
            pk=row.pk,
            browser=browser_of(row.user_agent),
            last_day=row.last_seen_at.date(),
            network=_shown(row.ip),
            is_this_one=row.session_key == this,
        )
        for row in rows
    ]


def end_one(*, account: User, pk: int) -> bool:
    """End this session of the account; False when there is none (any more). Three queries."""
    row = UserSession.objects.filter(user=account, pk=pk).first()
    if row is None:
        return False
    row.end()
    return True


def end_all(*, account: User, but: str | None = None) -> None:
    """End every session of the account, or all `but` the one of this key. Two queries."""
    rows = UserSession.objects.filter(user=account).exclude(session_key=but or "")
    Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True))).delete()
    rows.delete()


def _shown(address: str) -> str:
    if address == NO_ADDRESS:
        return ""
    return f"{address}/{IPV4_PREFIX if ip_address(address).version == 4 else IPV6_PREFIX}"
