"""The profile page."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bzpeer.accounts.requests import account_of
from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from bzpeer.web.refs import Ref, true_address
from graph.slices.asking import panel_beside
from graph.slices.queries import slice_panel
from profiles.access import visible_facts_or_404
from profiles.researchers.holding import identity_of
from profiles.researchers.page import PER_PAGE, ResearcherPage, researcher_page
from profiles.researchers.refreshing.queries import freshness_of


@require_safe
@limited("pages")
def researcher(request: HttpRequest, ref: Ref) -> HttpResponse:
    """A researcher's profile. Four queries; with a session six or seven more: it, its account, its
    notices, the follow, the claim and the queue."""
    author = visible_facts_or_404(ref)
    elsewhere = true_address(request, ref, author)
    if elsewhere:
        return elsewhere
    place = page_of(request, total=author.works_count, per_page=PER_PAGE)
    panel = None if author.slice_at else panel_beside("author", author.pk)

    def render() -> HttpResponse:
        shown = panel or slice_panel("author", author.pk)
        account = account_of(request)
        page = researcher_page(author, place=place, panel=shown, account=account)
        works = {f"works-{place.number}": "profiles/researchers/_works.html"}
        context = _context(page) | {
            "identity": identity_of(author, account),
            "fresh": freshness_of(author.pk, author.name, account),
        }
        return show(request, "profiles/researchers/researcher.html", context, fragments=works)

    # The sheet for paper is dated.
    version = f"{author.stamp()} {timezone.localdate()} {panel.version if panel else ''}"
    is_passing = panel is not None and panel.state == "waiting"
    return stored_page(request, version=version, render=render, is_passing=is_passing)


def _context(page: ResearcherPage) -> dict[str, Any]:
    author = page.author
    path = author.get_absolute_url()
    person: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": author.name,
        "url": settings.PUBLIC_URL + path,
    }
    if author.institution_name:
        person["affiliation"] = {"@type": "Organization", "name": author.institution_name}
    log_in = reverse("account_login")
    return {
        "page": page,
        "author": author,
        "path": path,
        "address": settings.PUBLIC_URL + path,
        "person": person,
        "follow": page.follow,
        "follow_log_in": f"{log_in}?{urlencode({'next': path + 'follow/'})}",
        "claim_log_in": f"{log_in}?{urlencode({'next': path + 'claim/'})}",
        "refresh_log_in": f"{log_in}?{urlencode({'next': path + 'refresh/'})}",
        "today": timezone.localdate(),
        "panel": page.panel,
        "slice_url": path + "graph/slice/",
        "attempt": 0,
    }
