"""Who may edit a record: its holder, and what the state of their claim leaves open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.claims.models import Claim, ClaimState
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher
from works.models import Author

P = ParamSpec("P")


class Frozen(Exception):
    """Moderators are deciding whose record this is: nothing is edited meanwhile."""


class HalfOpen(Exception):
    """In the first week others may still object: what would take something away waits until then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


@dataclass(frozen=True, slots=True)
class Own:
    """A record with the account that holds it."""

    author: Author
    researcher: Researcher
    account: User
    half_open_until: datetime | None
    is_disputed: bool

    @property
    def path(self) -> str:
        """The address of the profile."""
        return self.author.get_absolute_url()

    def check(self, *, waits: bool) -> None:
        """Raises Frozen during a dispute, and HalfOpen in the first week for what has to wait for its end."""
        if self.is_disputed:
            raise Frozen
        if waits and self.half_open_until is not None:
            raise HalfOpen(self.half_open_until)


Page = Callable[Concatenate[HttpRequest, Own, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, Ref, P], HttpResponse]


def own_record(author: Author, account: User, *, is_locked: bool = False) -> Own | None:
    """The record as this account holds it, or None; one query. `is_locked` holds its row to the end."""
    week = Claim.objects.filter(
        author=OuterRef("author"),
        account=OuterRef("account"),
        state=ClaimState.APPROVED,
        half_open_until__gt=Now(),
    )
    dispute = Case.objects.filter(author=OuterRef("author"), kind=Case.Kind.DISPUTE, state=Case.State.OPEN)
    held = Researcher.objects.filter(author=author, account=account)
    if is_locked:
        held = held.select_for_update(of=("self",))
    researcher = held.annotate(
        half_open_until=Subquery(week.values("half_open_until")[:1]), is_disputed=Exists(dispute)
    ).first()
    if researcher is None:
        return None
    return Own(author, researcher, account, researcher.half_open_until, researcher.is_disputed)


def holder_only(*, waits: bool = False, reads: bool = False) -> Callable[[Page[P]], View[P]]:
    """Decorator of a page for the holder: others 403, nobody to the log-in page.

    `waits` is a page that opens after the half-open week; `reads` one that changes nothing, and stays open during a
    dispute. The service functions check again, on the locked row.
    """

    def wrap(page: Page[P]) -> View[P]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @limited("pages")
        @cache_control(private=True, no_store=True)
        @wraps(page)
        def view(request: HttpRequest, ref: Ref, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            author = visible_author_or_404(ref)
            account = account_of(request)
            if account is None:
                return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
            own = own_record(author, account)
            if own is None:
                raise PermissionDenied
            moved = true_address(request, ref, author) if request.method != "POST" else None
            return moved or _open(request, own, lambda: page(request, own, *args, **kwargs), waits=waits, reads=reads)

        return view

    return wrap


def _open(
    request: HttpRequest, own: Own, page: Callable[[], HttpResponse], *, waits: bool, reads: bool
) -> HttpResponse:
    try:
        if not reads:
            own.check(waits=waits)
        return page()
    except Frozen:
        return show(request, "profiles/researchers/edit/refused.html", {"own": own}, status=403)
    except HalfOpen as refused:
        context = {"own": own, "until": refused.until}
        return show(request, "profiles/researchers/edit/refused.html", context, status=403)
