"""News by mail without an account: ask, confirm, end."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.networks import network_of
from bzpeer.web.refs import Ref, true_address
from profiles.follows.targets import Target, asked_in, record_or_404, target_of
from profiles.news import by_mail
from profiles.news.forms import AddressForm


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def record_mail(request: HttpRequest, ref: Ref, kind: str) -> HttpResponse:
    """The form for news of a record; POST sends a link, and says the same whoever reads there. 422 for no address."""
    record = record_or_404(kind, ref)
    moved = None if request.method == "POST" else true_address(request, ref, record)
    return moved or _ask(request, target_of(record, kind))


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def search_mail(request: HttpRequest) -> HttpResponse:
    """The same for the words in `?q=`; 404 without any."""
    return _ask(request, asked_in(request))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def confirm_mail(request: HttpRequest, key: str) -> HttpResponse:
    """GET shows the button, POST begins it. 404 for a link that is damaged or a week old."""
    meant = by_mail.asked_for(key)
    if meant is None:
        raise Http404("no such link")
    address, target = meant
    if request.method == "POST":
        by_mail.confirm(address=address, target=target)
    return show(request, "profiles/news/confirm_mail.html", {"target": target, "is_done": request.method == "POST"})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def stop_mail(request: HttpRequest, key: str) -> HttpResponse:
    """GET shows the button, POST ends it, for a mail program too. 404 for a damaged link."""
    ids = by_mail.ending(key)
    if ids is None:
        raise Http404("no such link")
    if request.method == "POST":
        by_mail.stop(ids)
    return show(request, "profiles/news/stop_mail.html", {"is_done": request.method == "POST"})


def _ask(request: HttpRequest, target: Target) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        by_mail.ask(address=form.cleaned_data["address"], target=target, network=network_of(request))
        return show(request, "profiles/news/asked_mail.html", {"target": target})
    context = {"form": form, "target": target}
    return show(request, "profiles/news/ask_mail.html", context, status=422 if form.is_bound else 200)
