"""Loads what a slice stands around, by its address."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from bzpeer.web.errors import Gone
from bzpeer.web.refs import Ref
from works.models import Author, Institution, Topic, Work
from works.record.addresses import Kind
from works.record.finding import found_or_404

Centre = Author | Work | Topic | Institution
# What the page shows of a work; its abstract and byline can be long.
WORK_FIELDS = ("title", "slug", "version")


def centre_or_404(kind: Kind, ref: Ref) -> Centre:
    """The centre that an address names; one query, two for one that went into another.

    Raises Http404 for an unknown id, and Gone for an author removed at the person's request.
    """
    if kind == "author":
        return author_or_404(ref.pk)
    centres: dict[Kind, QuerySet] = {
        "work": Work.objects.only(*WORK_FIELDS),
        "institution": Institution.objects.all(),
    }
    if kind == "topic":
        return get_object_or_404(Topic, pk=ref.pk)
    return found_or_404(centres[kind], ref.pk)


def author_or_404(pk: int) -> Author:
    """The author of an id, through a merge if need be; raises as `centre_or_404`."""
    author = Author.objects.filter(pk=pk).first() or Author.objects.filter(redirects__old_id=pk).first()
    if author is None:
        raise Http404("author")
    if author.removed_at is not None:
        raise Gone
    return author
