"""The home page, the search, and `robots.txt`."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bzpeer.site import narrowing, searching
from bzpeer.site.home import home_page, home_version
from bzpeer.site.precise import PreciseForm, fields_of
from bzpeer.site.sources import asks_by_itself, source_lines
from bzpeer.web.conditional import packed, stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from works.search import queries
from works.search.words import Asked, asked_for
from works.search.works_page import sort_of, works_page

RESULTS_PER_PAGE = 20


@require_safe
@limited("pages")
def home(request: HttpRequest) -> HttpResponse:
    """What this is, a search box, counts, what is new. One query for the version, three more to render."""
    return stored_page(
        request, version=home_version(), render=lambda: show(request, "site/home.html", {"home": home_page()})
    )


@require_safe
@limited("search")
def search(request: HttpRequest) -> HttpResponse:
    """Search results: of all kinds, of one kind in pages, or of works by words and filters.

    An identifier of something here leads to its page, the form (`?precise`) to the address that it stands for.

    Queries: none without words; for names at most eight a kind (most of them savepoints and settings) and one each
    for namesakes and an identifier; for works as `works_page`.
    """
    if "precise" in request.GET:
        return _precise(request)
    asked = asked_for(request.GET.get("q", ""), request.GET.get("kind", ""))
    if address := queries.address_of(asked):
        return HttpResponseRedirect(address)
    response = _works(request, asked) if searching.is_about_works(asked) else _names(request, asked)
    if not request.COOKIES and response.status_code == 200:
        response = packed(request, response)
        response["Cache-Control"] = "public, max-age=30"
    return response


def _names(request: HttpRequest, asked: Asked) -> HttpResponse:
    if asked.kind:
        found = queries.found(asked, asked.kind)
        page = page_of(request, total=len(found.ids), per_page=RESULTS_PER_PAGE)
        groups = [queries.group(found, page.offset, page.per_page)]
    else:
        page, groups = None, queries.first_of_each(asked)
    context = searching.context_of(asked, groups) | {"page": page} | searching.namesakes_of(asked)
    return render(request, "search/results.html", context | {"form": PreciseForm(initial=fields_of(asked.query))})


def _works(request: HttpRequest, asked: Asked) -> HttpResponse:
    sort = sort_of(asked, request.GET.get("sort", ""))
    place = narrowing.works_place(request, asked, sort)
    context = narrowing.works_context(asked, works_page(asked, sort, tuple(place.keys)), place)
    return render(request, "search/works.html", context | {"form": PreciseForm(initial=fields_of(asked.query))})


def _precise(request: HttpRequest) -> HttpResponse:
    form = PreciseForm(request.GET)
    if form.is_valid():
        return HttpResponseRedirect(searching.address(form.query().written(), "works"))
    context = searching.context_of(asked_for("", "works"), []) | {"form": form}
    return render(request, "search/results.html", context, status=422)


@require_safe
@limited("pages")
def sources(request: HttpRequest) -> HttpResponse:
    """Where records come from. Three queries."""
    lines = source_lines()
    context = {"lines": lines, "asks_by_itself": asks_by_itself()}
    return stored_page(request, version=repr(context), render=lambda: show(request, "site/sources.html", context))


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be indexed; searches and acts are no pages."""
    context = {"site": settings.PUBLIC_URL}
    return render(request, "site/robots.txt", context, content_type="text/plain; charset=utf-8")
