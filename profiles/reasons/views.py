"""Why the works of a record are taken for one person's: the page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.reasons.queries import PER_PAGE, identity_page, stamp_of


@require_safe
@limited("pages")
def researcher_identity(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Fifty works a page, each with its reasons; ten queries."""
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author)
    if moved:
        return moved
    place = page_of(request, total=author.works_count, per_page=PER_PAGE)

    def render() -> HttpResponse:
        path = author.get_absolute_url()
        page = identity_page(author, place)
        context = {"author": author, "path": path, "address": f"{settings.PUBLIC_URL}{path}identity/", "page": page}
        return show(request, "profiles/reasons/identity.html", context)

    return stored_page(request, version=stamp_of(author), render=render)
