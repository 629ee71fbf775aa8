"""Suggesting a merge or a split, for anybody with an account."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bzpeer.accounts.models import User
from bzpeer.web.htmx import done, show
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.claims.errors import Refused, TooMany
from profiles.claims.views.answering import for_account
from profiles.joining import queries, services
from profiles.joining.forms import MergeForm, SplitForm
from profiles.moderation.forms import posted
from works.identity.parts import MOST, parts_of
from works.models import Author


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def suggest_merge(request: HttpRequest, account: User, ref: Ref) -> HttpResponse:
    """The form for two records of one person; POST opens a case. 422 with what was typed kept, 409 for one record."""
    author = visible_author_or_404(ref)
    form = MergeForm(posted(request), initial={"other": request.GET.get("other", "")[:600]})
    if moved := true_address(request, ref, author) if not form.is_bound else None:
        return moved
    if form.is_bound and form.is_valid():
        return _sent(
            request, author, form, lambda: services.propose_merge(author=author, account=account, **form.cleaned_data)
        )
    return _page(request, author, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def suggest_split(request: HttpRequest, account: User, ref: Ref) -> HttpResponse:
    """The form for a record that holds two people's works, the parts that evidence makes of it before one's eyes."""
    author = visible_author_or_404(ref)
    form = SplitForm(posted(request), parts=parts_of(author), carried=queries.identifiers_of(author))
    if moved := true_address(request, ref, author) if not form.is_bound else None:
        return moved
    if form.is_bound and form.is_valid():
        given = {"identifiers": []} | form.cleaned_data
        return _sent(request, author, form, lambda: services.propose_split(author=author, account=account, **given))
    return _page(request, author, form)


def _sent(request: HttpRequest, author: Author, form: MergeForm | SplitForm, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return _page(request, author, form, refusal=str(refused.words), status=409)
    except TooMany as limit:
        return _page(request, author, form, refusal=limit.words, status=429, wait=limit.wait)
    messages.success(
        request, _("Thank you. Your suggestion is in the moderators' queue; somebody looks within 7 days.")
    )
    return done(request, goto=author)


def _page(
    request: HttpRequest,
    author: Author,
    form: MergeForm | SplitForm,
    *,
    refusal: str = "",
    status: int = 0,
    wait: int = 0,
) -> HttpResponse:
    is_merge = isinstance(form, MergeForm)
    context = {
        "author": author,
        "path": author.get_absolute_url(),
        "form": form,
        "refusal": refusal,
        "is_merge": is_merge,
        "title": _("Suggest a merge") if is_merge else _("Suggest a split"),
        "most": 0 if is_merge or author.works_count <= MOST else MOST,
    }
    status = status or (422 if form.is_bound else 200)
    return show(request, "profiles/joining/suggest.html", context, status=status, wait=wait)
