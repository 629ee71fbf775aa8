"""A like or dislike that had to wait for the log-in, as `profiles/follows/intents.py` has it for follows."""

from django.http import HttpRequest

from bzpeer.accounts.models import User
from bzpeer.web.errors import TooManyRequests
from profiles.curation.errors import OwnWork
from profiles.curation.marks import services
from profiles.follows.intents import match_at
from works.models import Work

MEANT = {"curation:like": True, "curation:dislike": False}


def carry_out(request: HttpRequest | None, *, account: User) -> None:
    """Mark the work as the log-in form's `next` says, if it is the address of a mark; else nothing."""
    meant = mark_of(request.POST.get("next", "")) if request is not None and request.method == "POST" else None
    if meant is None:
        return
    try:
        services.mark(account=account, work=meant[0], is_like=meant[1])
    except (OwnWork, TooManyRequests):
        # They come back to the page, which says what it is.
        return


def mark_of(address: str) -> tuple[Work, bool] | None:
    """The work and whether to like it, or None for any other address."""
    match = match_at(address)
    if match is None or match.view_name not in MEANT:
        return None
    work = Work.objects.filter(pk=match.kwargs["ref"].pk).first()
    return (work, MEANT[match.view_name]) if work else None
