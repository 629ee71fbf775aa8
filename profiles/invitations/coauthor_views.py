"""Asking a co-author to claim their record, and wanting no such letter."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bzpeer.accounts.models import User
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.claims.errors import TooMany
from profiles.invitations import coauthors, rules, words
from profiles.invitations.access import for_account
from profiles.invitations.errors import CannotInvite
from profiles.invitations.forms import CoauthorForm
from profiles.invitations.standing import sender_of
from works.models import Author


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def ask_to_claim(request: HttpRequest, account: User, ref: Ref) -> HttpResponse:
    """The form; POST sends the one letter. 403 where the act is not theirs, 409 for anybody but an unclaimed co-author.

    The answer is the same whether or not the address had a letter before.
    """
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author) if request.method != "POST" else None
    if moved:
        return moved
    form = CoauthorForm(request.POST if request.method == "POST" else None)
    _own, sender = sender_of(account)
    refusal = rules.may_ask(sender)
    if refusal is not None:
        return _page(request, author, form, status=403, refusal=str(words.REFUSALS[refusal]))
    if not coauthors.may_be_asked(author, account):
        return _page(request, author, form, status=409, refusal=_no_coauthor())
    if not (form.is_bound and form.is_valid()):
        return _page(request, author, form, status=422 if form.is_bound else 200)
    return _ask(request, account, author, form)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def no_more_letters(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the button, POST does it, also when a mail program sends it (RFC 8058): a signed token that does only
    that.
    """
    if not coauthors.is_good(token):
        raise Http404("no such letter")
    if request.method == "POST":
        coauthors.refuse_letters(token)
    return show(request, "profiles/invitations/no_more_letters.html", {"is_done": request.method == "POST"})


def _ask(request: HttpRequest, account: User, author: Author, form: CoauthorForm) -> HttpResponse:
    try:
        coauthors.ask(account=account, author=author, email=form.cleaned_data["email"])
    except CannotInvite as error:
        return _page(request, author, form, status=403, refusal=str(words.REFUSALS[error.refusal]))
    except coauthors.NoCoauthor:
        return _page(request, author, form, status=409, refusal=_no_coauthor())
    except TooMany as error:
        return _page(request, author, form, status=429, refusal=error.words, wait=error.wait)
    messages.success(request, _("If this address has never had a letter from us, one is on its way."))
    return done(request, goto=author)


def _page(
    request: HttpRequest, author: Author, form: CoauthorForm, *, status: int = 200, refusal: str = "", wait: int = 0
) -> HttpResponse:
    context = {"author": author, "path": author.get_absolute_url(), "form": form, "refusal": refusal}
    return show(request, "profiles/invitations/ask_to_claim.html", context, status=status, wait=wait)


def _no_coauthor() -> str:
    return _("You can ask people who wrote a work with you, and whose record nobody holds.")
