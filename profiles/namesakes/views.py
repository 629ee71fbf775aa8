"""The page of a name that several people have."""

from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from profiles.namesakes import queries
from works.record.names import address_name


@require_safe
@limited("pages")
def namesakes(request: HttpRequest, name: str) -> HttpResponse:
    """Everybody of one name, fifty a page; four queries. 301 for another form of it, 404 where nobody has it.

    A name that only one person has leads to them by search.
    """
    words = name.replace("-", " ")
    true = address_name(words)
    total = queries.namesakes_total(words)
    if not total or address_name(true.replace("-", " ")) != true:
        raise Http404("nobody of this name")
    if true != name:
        return _elsewhere(request, queries.namesakes_path(words))
    place = page_of(request, total=total, per_page=queries.PER_PAGE)
    page = queries.namesakes(words, place)
    context = {
        "page": page,
        "place": place,
        "name": page.people[0].author.name,
        "address": f"{settings.PUBLIC_URL}{queries.namesakes_path(words)}",
        "search": f"{reverse('search')}?{urlencode({'q': words.split()[-1], 'kind': 'researchers'}, quote_via=quote)}",
    }
    return stored_page(
        request,
        version=page.version,
        render=lambda: show(request, "profiles/namesakes/namesakes.html", context),
    )


def _elsewhere(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
