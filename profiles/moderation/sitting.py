"""How long a moderator's session lasts at the desk (safety.md, Accounts): 30 minutes idle, 12 hours at most."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from profiles.moderation.access import Desk, desk_or_404

BEGAN, SEEN = "desk_began", "desk_seen"
IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 12 * 3600
# How exact the idle time is kept: a click a second need not write a row a second.
GRAIN_SECONDS = 60


def at_the_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the desk as second argument; 404 without a role, log-in again when the session is over.

    One query for the roles; once a minute another that notes that the moderator is there.
    """

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        desk: Desk = desk_or_404(request)
        if _is_over(request):
            logout(request)
            back = request.get_full_path() if request.method != "POST" else reverse("moderation:queue")
            return redirect_to_login(back)
        return view(request, desk, **kwargs)

    return answer


def _is_over(request: HttpRequest) -> bool:
    now, session = int(time.time()), request.session
    began, seen = session.get(BEGAN, now), session.get(SEEN, 0)
    if seen and (now - seen > IDLE_SECONDS or now - began > LONGEST_SECONDS):
        return True
    if now - seen > GRAIN_SECONDS:
        session[BEGAN], session[SEEN] = began, now
    return False
