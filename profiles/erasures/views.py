"""Two pages: asking for the erasure of a record, and what becomes of it, at an address that only the person has."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from bzpeer.accounts import mails
from bzpeer.accounts.again import has_logged_in_lately, log_in_again
from bzpeer.accounts.limits import may_mail
from bzpeer.accounts.requests import account_of
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.networks import network_of
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.claims.errors import TooMany
from profiles.claims.evidence import homepage, record
from profiles.erasures import asking, control, questions, services
from profiles.erasures.forms import AddressForm, AnswerForm, AskForm, CodeForm, PageForm
from profiles.erasures.models import Erasure
from profiles.erasures.page import erasure_page
from profiles.moderation.forms import posted

Act = Callable[[HttpRequest, Erasure, forms.Form], None]


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def ask_erasure(request: HttpRequest, ref: Ref) -> HttpResponse:
    """A form that needs no account; POST opens the case and leads to its page. 422, and 429 beyond five a day.

    The holder logs in again first.
    """
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author) if request.method != "POST" else None
    account = account_of(request)
    is_holder = asking.is_held_by(account, author)
    if moved or (is_holder and not has_logged_in_lately(request)):
        return moved or log_in_again(request)
    form = AskForm(posted(request))
    status, refusal, wait = 422 if form.is_bound else 200, "", 0
    if form.is_bound and form.is_valid():
        try:
            key = asking.ask(author=author, account=account, network=network_of(request), **form.cleaned_data)
            return done(request, goto=reverse("erasures:erasure", args=[key]))
        except TooMany as error:
            status, refusal, wait = 429, str(error.words), error.wait
    context = {"author": author, "path": author.get_absolute_url(), "form": form, "refusal": refusal}
    return show(request, "profiles/erasures/ask.html", context | {"is_holder": is_holder}, status=status, wait=wait)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def erasure(request: HttpRequest, key: str) -> HttpResponse:
    """How an erasure stands; POST with `act` shows control, answers or lifts it. 422 where that did not work."""
    found = _erasure_or_404(key)
    if request.method != "POST":
        return _page(request, key, found)
    name = request.POST.get("act", "")
    act, form = _act(request, found, name)
    if not form.is_valid():
        return _page(request, key, found, form=form, name=name, status=422)
    try:
        act(request, found, form)
    except control.NotShown as error:
        return _page(request, key, found, form=form, name=name, refusal=str(error.words), status=422)
    return done(request, goto=reverse("erasures:erasure", args=[key]))


def _erasure_or_404(key: str) -> Erasure:
    found = Erasure.objects.select_related("report__author").filter(key_digest=asking.digest_of(key)).first()
    if found is None:
        raise Http404("no such erasure")
    return found


def _act(request: HttpRequest, found: Erasure, name: str) -> tuple[Act, forms.Form]:
    data = request.POST
    pages = record.homepages(found.report.author) if name == "page" else ()
    acts: dict[str, tuple[Act, forms.Form]] = {
        "code": (_send_code, AddressForm(data)),
        "confirm": (_confirm, CodeForm(data)),
        "orcid": (_use_orcid, forms.Form(data)),
        "page": (_choose_page, PageForm(data, pages=pages)),
        "read": (lambda _request, erasure, _form: control.ask_to_read(erasure=erasure), forms.Form(data)),
        "answer": (_answer, AnswerForm(data)),
        "lift": (lambda _request, erasure, _form: services.lift(erasure=erasure), forms.Form(data)),
    }
    # Anything else is a form in which nothing was filled in.
    return acts.get(name, (_confirm, CodeForm({})))


def _send_code(request: HttpRequest, found: Erasure, form: forms.Form) -> None:
    address = form.cleaned_data["address"]
    code = control.make_code(erasure=found, address=address)
    if not may_mail(address):
        raise control.NotShown(_("That address has had several codes within the hour. The next one can be sent later."))
    mails.send("profiles/erasures/email/code", to=address, context={"code": code}, is_asked_for=True)
    messages.success(request, _("We have sent a code to %(email)s.") % {"email": address})


def _confirm(request: HttpRequest, found: Erasure, form: forms.Form) -> None:  # noqa: ARG001 - as every act
    control.confirm_code(erasure=found, code=form.cleaned_data["code"])


def _use_orcid(request: HttpRequest, found: Erasure, form: forms.Form) -> None:  # noqa: ARG001 - as every act
    control.confirm_orcid(erasure=found, account=account_of(request))


def _answer(request: HttpRequest, found: Erasure, form: forms.Form) -> None:
    questions.answer(erasure=found, words=form.cleaned_data["words"])
    messages.success(request, _("Moderators have your answer."))


def _choose_page(request: HttpRequest, found: Erasure, form: forms.Form) -> None:  # noqa: ARG001 - as every act
    control.choose_page(erasure=found, url=form.cleaned_data["url"])


def _page(
    request: HttpRequest,
    key: str,
    found: Erasure,
    *,
    form: forms.Form | None = None,
    name: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    page = erasure_page(found, account=account_of(request))
    bound = {name: form} if form else {}
    path = reverse("erasures:erasure", args=[key])
    context = {
        "page": page,
        "path": path,
        "address": settings.PUBLIC_URL + path,
        "meta": homepage.META,
        "form": form,
        "refusal": refusal,
        "answer_form": bound.get("answer", AnswerForm()),
        "address_form": bound.get("code", AddressForm()),
        "code_form": bound.get("confirm", CodeForm()),
        "page_form": bound.get("page", PageForm(pages=page.pages)),
    }
    return show(request, "profiles/erasures/erasure.html", context, status=status)
