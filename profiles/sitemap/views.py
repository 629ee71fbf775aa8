"""The sitemap: its index and its files."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.limits import limited
from profiles.sitemap import queries
from works.record.addresses import PREFIXES

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
CONTENT_TYPE = "application/xml; charset=utf-8"
KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}


@require_safe
@limited("pages")
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of the files. Four queries."""
    files = queries.files()
    paths = (f"/sitemap/{PREFIXES[kind]}-{number}.xml" for kind, number in files)
    lines = (f"<sitemap><loc>{_address(path)}</loc></sitemap>" for path in paths)
    return stored_page(request, version=str(files), render=lambda: _xml("sitemapindex", lines))


@require_safe
@limited("pages")
def sitemap_file(request: HttpRequest, prefix: str, number: int) -> HttpResponse:
    """One file of addresses. One query. 404 for one that is not in the index."""
    if prefix not in KINDS or number > queries.LAST_FILE:
        raise Http404("no such file")
    pages = list(queries.pages(KINDS[prefix], number))
    if not pages:
        raise Http404("no such file")
    lines = (
        f"<url><loc>{_address(path)}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</url>"
        for path, changed in pages
    )
    return stored_page(request, version=repr(pages), render=lambda: _xml("urlset", lines))


def _address(path: str) -> str:
    return escape(settings.PUBLIC_URL + path)


def _xml(root: str, lines: Iterable[str]) -> HttpResponse:
    body = "\n".join((f'{HEAD}<{root} xmlns="{NAMESPACE}">', *lines, f"</{root}>\n"))
    return HttpResponse(body, content_type=CONTENT_TYPE)
