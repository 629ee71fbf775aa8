"""Like, dislike and neither: forms without JavaScript, a fragment with it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import for_account
from bzpeer.web.htmx import done, show
from bzpeer.web.refs import Ref, true_address
from profiles.curation.access import is_own, work_or_404
from profiles.curation.errors import OwnWork
from profiles.curation.marks import services
from profiles.curation.marks.queries import marks, marks_of
from profiles.curation.writing import refused
from works.models import Work


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def like(request: HttpRequest, account: User, ref: Ref) -> HttpResponse:
    """POST likes; GET is a page with the one button. 409 for a work of one's own record."""
    return _mark(request, account, ref, is_like=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def dislike(request: HttpRequest, account: User, ref: Ref) -> HttpResponse:
    """POST dislikes; GET is a page with the one button. 409 for a work of one's own record."""
    return _mark(request, account, ref, is_like=False)


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def unmark(request: HttpRequest, account: User, ref: Ref) -> HttpResponse:
    """POST: neither likes nor dislikes any more, the same answer where neither was. GET, after a log-in, goes back."""
    work = work_or_404(ref)
    if request.method != "POST":
        return done(request, goto=work)
    return _marked(request, work, services.unmark(account=account, work=work))


def _mark(request: HttpRequest, account: User, ref: Ref, *, is_like: bool) -> HttpResponse:
    work = work_or_404(ref)
    if request.method != "POST":
        return _mark_page(request, account, ref, work, is_like=is_like)
    try:
        return _marked(request, work, services.mark(account=account, work=work, is_like=is_like))
    except OwnWork as refusal:
        return refused(request, work, refusal)


def _mark_page(request: HttpRequest, account: User, ref: Ref, work: Work, *, is_like: bool) -> HttpResponse:
    moved = true_address(request, ref, work)
    if moved:
        return moved
    if marks_of(work, account=account).own is is_like or is_own(work, account):
        return done(request, goto=work)
    return show(request, "profiles/curation/mark.html", {"work": work, "is_like": is_like})


def _marked(request: HttpRequest, work: Work, result: services.Marked) -> HttpResponse:
    shown = marks(result.likes, result.dislikes, own=result.own)
    context = {"marks": shown, "path": work.get_absolute_url()}
    return done(request, goto=work, fragment="profiles/curation/_marks.html", context=context, trigger="marked")
