"""The home page, the search, and `robots.txt`."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bzpeer.site import searching
from bzpeer.site.home import home_page, home_version
from bzpeer.site.sources import asks_by_itself, source_lines
from bzpeer.web.conditional import packed, stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from works.search import queries
from works.search.words import asked_for

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
    """Search results; all kinds, or pages of one kind. An identifier of something here leads to its page.

    Queries: none without words; else at most six a kind (two of them settings), and one each for namesakes and an
    identifier.
    """
    asked = asked_for(request.GET.get("q", ""), request.GET.get("kind", ""))
    if address := queries.address_of(asked):
        return HttpResponseRedirect(address)
    if asked.kind:
        found = queries.found(asked, asked.kind)
        page = page_of(request, total=len(found.ids), per_page=RESULTS_PER_PAGE)
        groups = [queries.group(found, page.offset, page.per_page)]
    else:
        page, groups = None, queries.first_of_each(asked)
    context = searching.context_of(asked, groups) | {"page": page} | searching.namesakes_of(asked)
    response = render(request, "search/results.html", context)
    if not request.COOKIES:
        response = packed(request, response)
        response["Cache-Control"] = "public, max-age=30"
    return response


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
