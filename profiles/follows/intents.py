"""A follow that had to wait for the log-in.

The public page links to the log-in page with the follow address as `next`. The follow is then done by the POST
of the log-in form itself, so no GET changes anything and the public page holds no token.
"""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve

from bzpeer.accounts.models import User
from bzpeer.web.errors import Gone
from profiles.follows import services
from profiles.follows.targets import Target, asked_by, record_or_404, search_of, target_of

RECORDS = {
    "profiles:follow": "author",
    "follows:follow_topic": "topic",
    "follows:follow_institution": "institution",
}


def carry_out(request: HttpRequest | None, *, account: User) -> None:
    """Follow what the log-in form's `next` names, if it names a follow address; else nothing."""
    target = target_at(request.POST.get("next", "")) if request is not None and request.method == "POST" else None
    if target is None:
        return
    try:
        services.follow_target(account=account, target=target)
    except services.OwnRecord:
        # They come back to their own page, which says that it is theirs.
        return


def target_at(address: str) -> Target | None:
    """What this follow address is about, or None for any other address."""
    match = match_at(address)
    return _target(match, QueryDict(urlsplit(address).query)) if match else None


def match_at(address: str) -> ResolverMatch | None:
    """What one of our own addresses leads to, or None for any other."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    try:
        return resolve(parts.path)
    except Resolver404:
        return None


def _target(match: ResolverMatch, query: QueryDict) -> Target | None:
    if match.view_name == "follows:follow_search":
        asked = asked_by(query)
        return search_of(asked) if asked.query.parts else None
    kind = RECORDS.get(match.view_name)
    if kind is None:
        return None
    try:
        return target_of(record_or_404(kind, match.kwargs["ref"]), kind)
    except (Http404, Gone):
        return None
