"""`Refresh this record`: every source that knows the author is asked soon, by a worker."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from bzpeer.accounts.requests import account_of, to_log_in
from bzpeer.web.errors import TooManyRequests
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.researchers.refreshing.queries import freshness_of
from works.models import Author
from works.sync import requests
from works.sync.services import database_time


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def refresh(request: HttpRequest, ref: Ref) -> HttpResponse:
    """GET how fresh the record is, with the button; POST asks its sources. Asked already is the same place again.

    409 where no source can be asked; 429 beyond 30 an hour.
    """
    author = visible_author_or_404(ref)
    account = account_of(request)
    if account is None:
        return to_log_in(request, f"{author.get_absolute_url()}refresh/")
    if request.method != "POST":
        return true_address(request, ref, author) or _page(request, author)
    try:
        requests.refresh(author=author, account=account, now=database_time())
    except requests.NothingToAsk:
        return _page(request, author, wrong=_("No source can be asked about this record."), status=409)
    except requests.TooMany as refused:
        raise TooManyRequests(wait=int(refused.wait.total_seconds()) + 1) from refused
    goto = f"{author.get_absolute_url()}#freshness"
    return done(request, goto=goto, fragment="profiles/researchers/_freshness.html", context=_context(request, author))


def _context(request: HttpRequest, author: Author) -> dict[str, object]:
    fresh = freshness_of(author.pk, author.name, account_of(request))
    return {"author": author, "path": author.get_absolute_url(), "fresh": fresh}


def _page(request: HttpRequest, author: Author, *, wrong: str = "", status: int = 200) -> HttpResponse:
    context = _context(request, author) | {"wrong": wrong}
    fragments = {"freshness": "profiles/researchers/_freshness.html"}
    return show(request, "profiles/researchers/refresh.html", context, fragments=fragments, status=status)
