"""The card of a researcher, to be embedded anywhere, and the page to share it from."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404, visible_facts_or_404
from profiles.cards.drawing import WIDTH, draw
from profiles.cards.queries import card_of

# A picture and nothing more, whoever opens it by itself.
POLICY = "default-src 'none'; sandbox"


@require_safe
@limited("pages")
def researcher_card(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The card as SVG, of today. Two queries, one when it is stored."""
    author = visible_facts_or_404(ref)
    moved = true_address(request, ref, author)
    if moved:
        return moved

    def render() -> HttpResponse:
        return HttpResponse(draw(card_of(author)), content_type="image/svg+xml; charset=utf-8")

    # The card is dated: tomorrow's is another one.
    response = stored_page(request, version=f"{author.stamp()} {timezone.localdate()}", render=render)
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
@limited("pages")
def researcher_share(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The address, the card, and what to paste to embed it. One query."""
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author)
    if moved:
        return moved
    path = author.get_absolute_url()
    context = {
        "author": author,
        "path": path,
        "profile": settings.PUBLIC_URL + path,
        "address": f"{settings.PUBLIC_URL}{path}share/",
        "card": f"{settings.PUBLIC_URL}{path}card.svg",
        "width": WIDTH,
    }
    return stored_page(
        request, version=str(author.version), render=lambda: show(request, "profiles/cards/share.html", context)
    )
