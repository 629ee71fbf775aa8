"""The pages of an author's collaborators, and of those who are similar without a work together."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from bzpeer.web.refs import Ref, true_address
from graph.slices.queries import slice_panel
from profiles.access import visible_author_or_404
from profiles.collaborators.queries import PER_PAGE, collaborators_of, similar_to


@require_safe
@limited("pages")
def researcher_collaborators(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Everybody with whom the author wrote, the strongest first, a hundred a page. Two queries."""
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author)
    if moved:
        return moved
    place = page_of(request, total=author.collaborators_count, per_page=PER_PAGE)

    def render() -> HttpResponse:
        path = author.get_absolute_url()
        context = {
            "author": author,
            "path": path,
            "address": f"{settings.PUBLIC_URL}{path}collaborators/",
            "collaborators": collaborators_of(author, place),
            "place": place,
        }
        return show(request, "profiles/collaborators/collaborators.html", context)

    return stored_page(request, version=str(author.version), render=render)


@require_safe
@limited("pages")
def researcher_similar(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Who is near by people and topics without a work together, as workers stored it. Five queries."""
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author)
    if moved:
        return moved
    # They are found together with the slice: the same date, and the same wait.
    panel = slice_panel("author", author.pk)

    def render() -> HttpResponse:
        path = author.get_absolute_url()
        context = {
            "author": author,
            "path": path,
            "address": f"{settings.PUBLIC_URL}{path}similar/",
            "people": similar_to(author.pk),
            "panel": panel,
        }
        return show(request, "profiles/collaborators/similar.html", context)

    version = f"{author.version} {panel.version}"
    return stored_page(request, version=version, render=render, is_passing=panel.state == "waiting")
