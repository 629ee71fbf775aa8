"""How a score came about: the page, and the snapshot as JSON."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.trust.models import TrustSnapshot
from profiles.trust.queries import COLLABORATORS_PER_PAGE, current_snapshot, trust_page


@require_safe
@limited("pages")
def researcher_trust(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The components with their evidence, the collaborators, the history. Four queries."""
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author)
    if moved:
        return moved
    place = page_of(request, total=author.collaborators_count, per_page=COLLABORATORS_PER_PAGE)
    snapshot = current_snapshot(author.pk)

    def render() -> HttpResponse:
        path = author.get_absolute_url()
        context = {
            "author": author,
            "path": path,
            "address": f"{settings.PUBLIC_URL}{path}trust/",
            "page": trust_page(author.pk, snapshot, place=place),
        }
        return show(request, "profiles/trust/trust.html", context)

    return stored_page(request, version=f"{author.version} {snapshot.pk if snapshot else 0}", render=render)


@require_safe
@limited("pages")
def researcher_trust_json(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The snapshot from which anybody can compute the number again; 404 while none is computed. Two queries."""
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author)
    if moved:
        return moved
    snapshot = current_snapshot(author.pk)
    if snapshot is None:
        raise Http404("no snapshot yet")
    answer = JsonResponse(_as_json(snapshot), json_dumps_params={"indent": 2})
    return stored_page(request, version=f"{snapshot.pk}", render=lambda: answer)


def _as_json(snapshot: TrustSnapshot) -> dict[str, Any]:
    return {
        "score": snapshot.score,
        "label": snapshot.label,
        "level": snapshot.level,
        "version": snapshot.formula,
        "components": [
            {key: component[key] for key in ("name", "points", "of", "inputs", "evidence")}
            for component in snapshot.components
        ],
    }
