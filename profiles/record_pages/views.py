"""Pages of a work, a topic and an institution."""

from typing import Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from bzpeer.accounts.requests import account_of
from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.keyset import place_of
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from profiles.curation.access import work_or_404
from profiles.curation.page import curation_of
from profiles.record_pages.panels import slice_beside
from works.exports.formats import FORMATS
from works.exports.formatted import formatted
from works.exports.json_ld import json_ld
from works.exports.metatags import metatags
from works.models import Institution, Topic
from works.record.finding import found_or_404
from works.record.pages import institution as institutions, topic as topics
from works.record.pages.work import WorkPage, cited, work_page


@require_safe
@limited("pages")
def work(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The page of a work; `?authors=all` shows its whole byline. Eight queries, two when it is stored.

    Five more once somebody has written of the work, and four for an account.
    """
    found = work_or_404(ref)
    moved = true_address(request, ref, found)
    if moved:
        return moved
    beside = slice_beside(found, "work")
    curation = curation_of(found, account=account_of(request))

    def render() -> HttpResponse:
        page = work_page(found, is_whole=request.GET.get("authors") == "all")
        return show(request, "works/work.html", _work_context(page) | beside.context | {"curation": curation})

    version = f"{beside.version} {curation.version}"
    return stored_page(request, version=version, render=render, is_passing=beside.panel.state == "waiting")


@require_safe
@limited("pages")
def topic(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The page of a topic, fifty works at a time. Eight queries, two when it is stored."""
    found = get_object_or_404(Topic.objects.select_related(topics.WITH_PARENTS), pk=ref.pk)
    moved = true_address(request, ref, found)
    if moved:
        return moved
    return _page_of_works(request, found, "topic")


@require_safe
@limited("pages")
def institution(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The page of an institution, fifty works at a time. Eleven queries, two when it is stored."""
    found = found_or_404(Institution.objects.all(), ref.pk)
    moved = true_address(request, ref, found)
    if moved:
        return moved
    return _page_of_works(request, found, "institution")


def _page_of_works(
    request: HttpRequest, found: Topic | Institution, kind: Literal["topic", "institution"]
) -> HttpResponse:
    place = place_of(request, name=f"works of {kind} {found.pk}")
    beside = slice_beside(found, kind)

    def render() -> HttpResponse:
        page = (
            topics.topic_page(found, place=place)
            if isinstance(found, Topic)
            else institutions.institution_page(found, place=place)
        )
        people = f"{reverse('profiles:researchers')}?{urlencode([(kind, found.ref)])}"
        context = {"page": page, "people": people, "address": settings.PUBLIC_URL + found.get_absolute_url()}
        return show(request, f"works/{kind}.html", context | beside.context)

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
