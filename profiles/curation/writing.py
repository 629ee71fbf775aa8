"""How the pages on which people write of a work answer: the form again with what was typed, or a refusal."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import for_account
from bzpeer.web.errors import TooManyRequests
from bzpeer.web.htmx import show
from bzpeer.web.refs import Ref
from profiles.curation.access import work_or_404
from profiles.curation.discussion.services import NotAnAuthor
from profiles.curation.errors import Changed, NotYet, Refusal
from works.models import Work

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, User, Work, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, Ref, P], HttpResponse]
FORM = "profiles/curation/form.html"


def writes(page: Page[P]) -> View[P]:
    """Decorator of a page about a work for somebody with an account; who may not is told what is needed.

    403 without the record or level it takes, and for who is kept away; 409 for one's own work and for what is over.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @for_account
    @wraps(page)
    def view(request: HttpRequest, account: User, ref: Ref, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        work = work_or_404(ref)
        try:
            return page(request, account, work, *args, **kwargs)
        except (NotYet, NotAnAuthor) as missing:
            held = getattr(account, "researcher", None)
            context = {"work": work, "held": held, "needs_level": getattr(missing, "needs_level", None)}
            return show(request, "profiles/curation/needed.html", context, status=403)
        except Refusal as refusal:
            return refused(request, work, refusal)

    return view


def refused(request: HttpRequest, work: Work, refusal: Refusal) -> HttpResponse:
    """The page that says what cannot be done, 403 or 409."""
    return show(request, "profiles/curation/refused.html", {"work": work, "refusal": refusal}, status=refusal.status)


def form_or_done(
    request: HttpRequest,
    form: Form,
    act: Callable[[], HttpResponse],
    *,
    context: Mapping[str, Any],
    stands: Callable[[Any], Any],
    version: int,
) -> HttpResponse:
    """The answer of `act` once the form is valid; else the form.

    422 for what cannot be, 409 with what `stands` where it changed meanwhile, 429 beyond the limit: each time with
    what was typed. `version` is the one that the form is made of.
    """
    told = {**context, "form": form, "version": version}
    if not form.is_bound:
        return show(request, FORM, told)
    if not form.is_valid():
        return show(request, FORM, told, status=422)
    try:
        return act()
    except Changed as changed:
        told |= {"is_changed": True, "stands": stands(changed.stands), "version": changed.stands.version}
        return show(request, FORM, told, status=409)
    except TooManyRequests as error:
        told |= {"wait": -(-error.wait // 60)}
        return show(request, FORM, told, status=429, wait=error.wait)
