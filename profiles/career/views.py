"""The page of an author's affiliations, identifiers and printed names."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.career.queries import career_of


@require_safe
@limited("pages")
def researcher_career(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Affiliations over time, identifiers and names, each with who says so. Seven queries."""
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author)
    if moved:
        return moved

    def render() -> HttpResponse:
        path = author.get_absolute_url()
        address = f"{settings.PUBLIC_URL}{path}affiliations/"
        context = {"author": author, "path": path, "address": address, "career": career_of(author)}
        return show(request, "profiles/career/career.html", context)

    return stored_page(request, version=str(author.version), render=render)
