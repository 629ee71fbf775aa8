"""How a score came about: the page, and the snapshot as JSON."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from bzpeer.accounts.requests import account_of
from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.claims.raising import holders_question
from profiles.trust.models import TrustSnapshot
from profiles.trust.queries import COLLABORATORS_PER_PAGE, standing_of, trust_page


@require_safe
@limited("pages")
def researcher_trust(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The components with their evidence, the collaborators, the history. Four queries.

    With an account one more, and for the holder those of their question about the level.
    """
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author)
    if moved:
        return moved
    place = page_of(request, total=author.collaborators_count, per_page=COLLABORATORS_PER_PAGE)
    standing = standing_of(author.pk)

    def render() -> HttpResponse:
        path = author.get_absolute_url()
        context = {
            "author": author,
            "path": path,
            "address": f"{settings.PUBLIC_URL}{path}trust/",
            "page": trust_page(author, standing, place=place),
            "level": holders_question(author, account_of(request)),
        }
        return show(request, "profiles/trust/trust.html", context)

    version = f"{author.version} {standing.stamp}"
    return stored_page(request, version=version, render=render, is_passing=standing.snapshot is None)


@require_safe
@limited("pages")
def researcher_trust_json(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The snapshot from which anybody can compute the number again; 404 while none is computed. Two queries."""
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author)
    if moved:
        return moved
    standing = standing_of(author.pk)
    if standing.snapshot is None:
        raise Http404("no snapshot yet")
    shown = _as_json(standing.snapshot) if standing.shows_number else _without_number(standing.snapshot)
    answer = JsonResponse(shown, json_dumps_params={"indent": 2})
    return stored_page(request, version=standing.stamp, render=lambda: answer)


def _without_number(snapshot: TrustSnapshot) -> dict[str, Any]:
    """Level and provenance, and nothing from which the number could be added up."""
    return {
        "score": None,
        "label": None,
        "level": snapshot.level,
        "version": snapshot.formula,
        "components": [
            {"name": component["name"], "of": component["of"], "evidence": component["evidence"]}
            for component in snapshot.components
        ],
    }


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
