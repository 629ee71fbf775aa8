"""Imports from pages: the desk looks, administrators act. 404 for everybody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bzpeer.accounts.again import after_log_in_again
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from profiles.imports import files, queries, services
from profiles.imports.errors import Busy, NotNow
from profiles.imports.forms import ImportForm
from profiles.moderation.access import Desk, administering
from profiles.moderation.sitting import at_the_desk
from works.models import ImportRun

Act = Callable[..., ImportRun | None]


def for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for moderators, before anybody is asked to log in again."""

    @wraps(view)
    def answer(request: HttpRequest, desk: Desk, **kwargs: Any) -> HttpResponse:
        return view(request, administering(desk), **kwargs)

    return answer


@require_safe
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def imports(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All runs, newest first, 25 a page. Six queries with session, account, notices and roles."""
    found = queries.runs()
    place = page_of(request, total=found.count(), per_page=queries.PER_PAGE)
    lines = queries.lines(found[place.offset : place.offset + place.per_page], desk=desk)
    return show(request, "profiles/imports/imports.html", {"desk": desk, "lines": lines, "place": place})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def start_import(request: HttpRequest, desk: Desk) -> HttpResponse:
    """GET the form; POST begins a preview. 422 for a file or path that cannot be taken."""
    form = ImportForm(request)
    if form.is_bound and form.is_valid():
        run = services.preview(desk=desk, **form.keep())
        return done(request, goto=_path(run))
    context = {"form": form, "desk": desk}
    return show(request, "profiles/imports/start_import.html", context, status=422 if form.is_bound else 200)


@require_safe
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def import_run(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """One run; while somebody is at it the page asks for its fragment again. Seven queries
    while somebody is at it."""
    return _page(request, desk, queries.run_or_404(pk))


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
@for_administrators
def import_previewed(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """The import that was looked at begins; 409 while another of its source runs."""
    preview = queries.run_or_404(pk)
    return _act(request, desk, preview, lambda: services.start(desk=desk, preview=preview))


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
@for_administrators
def stop_import(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """It ends after the batch at hand."""
    run = queries.run_or_404(pk)
    return _act(request, desk, run, lambda: services.stop(desk=desk, run=run))


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def go_on_with_import(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """It goes on where it was; 409 while another of its source runs."""
    run = queries.run_or_404(pk)
    return _act(request, desk, run, lambda: services.go_on(desk=desk, run=run))


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def discard_preview(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """A preview goes, with its file."""
    run = queries.run_or_404(pk)
    try:
        services.discard(desk=desk, run=run)
    except NotNow as refusal:
        return _page(request, desk, queries.run_or_404(pk), status=409, refusal=str(refusal.words))
    return done(request, goto="imports:imports")


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
@for_administrators
@after_log_in_again()
def roll_back_import(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """GET what would go and what stays; POST takes the run back. 409 for one that cannot be."""
    run = queries.run_or_404(pk)
    if request.method == "POST":
        return _act(request, desk, run, lambda: services.take_back(desk=desk, run=run))
    if not services.may_be_taken_back(run):
        return _page(request, desk, run, status=409, refusal=str(NotNow.words))
    context = {"page": queries.RunPage(run, desk=desk), "going": queries.going(run)}
    return show(request, "profiles/imports/roll_back.html", context)


@require_safe
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def import_rejects(_request: HttpRequest, _desk: Desk, pk: int) -> HttpResponse:
    """What could not be taken, as a text to be mended and imported again; 404 where there is none."""
    run = queries.run_or_404(pk)
    file = files.rejects_of(run)
    if file is None:
        raise Http404("no rejects")
    answer = FileResponse(file, as_attachment=True, filename=f"import-{run.pk}-rejects.txt", content_type="text/plain")
    # A stream, which the types of our decorators leave out.
    return cast("HttpResponse", answer)


def _act(request: HttpRequest, desk: Desk, run: ImportRun, act: Act) -> HttpResponse:
    try:
        led_to = act()
    except Busy as busy:
        context = {"busy": busy, "page": queries.RunPage(run, desk=desk)}
        return show(request, "profiles/imports/busy.html", context, status=409)
    except NotNow as refusal:
        return _page(request, desk, queries.run_or_404(run.pk), status=409, refusal=str(refusal.words))
    return done(request, goto=_path(led_to or run))


def _page(request: HttpRequest, desk: Desk, run: ImportRun, *, status: int = 200, refusal: str = "") -> HttpResponse:
    context = {"page": queries.RunPage(run, desk=desk), "refusal": refusal}
    fragments = {"import-run": "profiles/imports/_run.html"}
    return show(request, "profiles/imports/import_run.html", context, fragments=fragments, status=status)


def _path(run: ImportRun) -> str:
    return reverse("imports:import_run", args=[run.pk])
