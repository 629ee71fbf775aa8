"""Pages of a work, a topic and an institution."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from bzpeer.web.refs import Ref, true_address
from profiles.record_pages.panels import slice_beside
from works.exports.formats import FORMATS
from works.exports.formatted import formatted
from works.exports.json_ld import json_ld
from works.exports.metatags import metatags
from works.models import Institution, Topic, Work
from works.record.finding import found_or_404
from works.record.pages import institution as institutions, topic as topics
from works.record.pages.work import WorkPage, cited, work_page


@require_safe
@limited("pages")
def work(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The page of a work; `?authors=all` shows its whole byline. Eight queries, two when it is stored."""
    found = found_or_404(Work.objects.defer("byline", "team"), ref.pk)
    moved = true_address(request, ref, found)
    if moved:
        return moved
    beside = slice_beside(found, "work")

    def render() -> HttpResponse:
        page = work_page(found, is_whole=request.GET.get("authors") == "all")
        return show(request, "works/work.html", _work_context(page) | beside.context)

    return stored_page(request, version=beside.version, render=render, is_passing=beside.panel.state == "waiting")


@require_safe
@limited("pages")
def topic(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The page of a topic, fifty works at a time. Four queries, two when it is stored."""
    found = get_object_or_404(Topic, pk=ref.pk)
    moved = true_address(request, ref, found)
    if moved:
        return moved
    place = page_of(request, total=found.works_count, per_page=topics.PER_PAGE)
    beside = slice_beside(found, "topic")

    def render() -> HttpResponse:
        context = {
            "page": topics.topic_page(found, offset=place.offset),
            "place": place,
            "newest_counted": topics.NEWEST_COUNTED if found.works_count > topics.NEWEST_COUNTED else None,
            "address": settings.PUBLIC_URL + found.get_absolute_url(),
        }
        return show(request, "works/topic.html", context | beside.context)

    return stored_page(request, version=beside.version, render=render, is_passing=beside.panel.state == "waiting")


@require_safe
@limited("pages")
def institution(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The page of an institution, fifty works at a time. Five queries, two when it is stored."""
    found = found_or_404(Institution.objects.all(), ref.pk)
    moved = true_address(request, ref, found)
    if moved:
        return moved
    place = page_of(request, total=found.works_count, per_page=institutions.PER_PAGE)
    beside = slice_beside(found, "institution")

    def render() -> HttpResponse:
        context = {
            "page": institutions.institution_page(found, offset=place.offset),
            "place": place,
            "address": settings.PUBLIC_URL + found.get_absolute_url(),
        }
        return show(request, "works/institution.html", context | beside.context)

    return stored_page(request, version=beside.version, render=render, is_passing=beside.panel.state == "waiting")


def _work_context(page: WorkPage) -> dict[str, Any]:
    citation = cited(page)
    topic_names = [topic.name for topic in page.topics]
    return {
        "page": page,
        "citation": formatted(citation),
        "formats": FORMATS.values(),
        "metatags": metatags(citation, page=page.address),
        "structured": json_ld(citation, page=page.address, is_open=page.work.is_open, topics=topic_names),
    }
