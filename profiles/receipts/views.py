"""The receipt of a collaboration: what two people wrote together."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.receipts.queries import Pair, receipt


@require_safe
@limited("pages")
def together(request: HttpRequest, ref: Ref, other: Ref) -> HttpResponse:
    """What two authors have together, at one address for both orders. Six queries, seven from the second page on."""
    pair = Pair.of(visible_author_or_404(ref), visible_author_or_404(other))
    moved = true_address(request, Ref("", 0, f"{ref.text}/with/{other.text}"), pair)
    if moved:
        return moved

    def render() -> HttpResponse:
        page = receipt(pair, after=request.GET.get("after", ""))
        context = {"page": page, "pair": pair, "address": settings.PUBLIC_URL + pair.get_absolute_url()}
        return show(request, "profiles/receipts/together.html", context)

    return stored_page(request, version=pair.version, render=render)
