"""The newest works of an author, topic, institution or search."""

from collections.abc import Sequence

from django.db.models import QuerySet

from profiles.follows.targets import Target
from profiles.researchers.models import WorkChoice
from works.models import AuthorshipInstitution, Work
from works.search.language import read
from works.search.narrowing import chosen_by
from works.search.queries import PATIENCE_MS
from works.search.texts.queries import latest

NEWEST = 50
FIELDS = ("id", "slug", "title", "abstract", "byline", "year", "updated_on", "first_on", "version")


def newest_works(target: Target) -> Sequence[Work]:
    """Fifty works, the latest to arrive first. One query; for a search three more, and those of its filters."""
    return list(_works(target).only(*FIELDS).order_by("-pk")[:NEWEST])


def _works(target: Target) -> "QuerySet[Work]":
    if target.kind == "author":
        # Not those that the holder keeps off their page.
        hidden = WorkChoice.objects.filter(researcher__author=target.pk, kind=WorkChoice.Kind.HIDDEN)
        return Work.objects.filter(authorships__author=target.pk).exclude(pk__in=hidden.values("work"))
    if target.kind == "topic":
        return Work.objects.filter(work_topics__topic=target.pk)
    if target.kind == "institution":
        at = AuthorshipInstitution.objects.filter(institution=target.pk)
        return Work.objects.filter(pk__in=at.values("authorship__work"))
    query = read(target.name)
    return Work.objects.filter(pk__in=latest(query, chosen_by(query.filters), patience_ms=PATIENCE_MS, most=NEWEST))
