"""A follow that had to wait for the log-in.

The public page links to the log-in page with the follow address as `next`. The follow is then done by the POST
of the log-in form itself, so no GET changes anything and the public page holds no token.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from bzpeer.accounts.models import User
from profiles.follows import services
from works.models import Author


def carry_out(request: HttpRequest | None, *, account: User) -> None:
    """Follow whom the log-in form's `next` names, if it names a follow address; else nothing."""
    author = author_of(request.POST.get("next", "")) if request is not None and request.method == "POST" else None
    if author is None:
        return
    try:
        services.follow(account=account, author=author)
    except services.OwnRecord:
        # They come back to their own page, which says that it is theirs.
        return


def author_of(address: str) -> Author | None:
    """The author whose follow address this is, or None for any other address."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    if match.view_name != "profiles:follow":
        return None
    return Author.objects.public().filter(pk=match.kwargs["ref"].pk).first()
