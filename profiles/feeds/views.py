"""Feeds: public, with an ETag, and kept for whoever comes without a cookie."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from profiles.feeds.atom import feed_of
from profiles.feeds.queries import newest_works
from profiles.follows.targets import Target, asked_in, record_or_404, target_of
from works.models import Work

ATOM = "application/atom+xml; charset=utf-8"


@require_safe
@limited("pages")
def record_feed(request: HttpRequest, ref: Ref, kind: str) -> HttpResponse:
    """The newest fifty works of a record; 301, 404 and 410 as its page. Two queries."""
    record = record_or_404(kind, ref)
    return true_address(request, ref, record) or _feed(request, target_of(record, kind))


@require_safe
@limited("search")
def search_feed(request: HttpRequest) -> HttpResponse:
    """The newest fifty works of a search; 404 without words."""
    return _feed(request, asked_in(request))


def _feed(request: HttpRequest, target: Target) -> HttpResponse:
    works = newest_works(target)
    return stored_page(request, version=_version(target, works), render=lambda: _written(target, works))


def _version(target: Target, works: Sequence[Work]) -> str:
    return " ".join([str(target.version), *(f"{work.pk}.{work.version}" for work in works)])


def _written(target: Target, works: Sequence[Work]) -> HttpResponse:
    return HttpResponse(feed_of(target, works), content_type=ATOM)
