"""Loads what a slice stands around, by its address."""

from django.db.models import QuerySet
from django.http import Http404

from bzpeer.web.errors import Gone
from bzpeer.web.refs import Ref
from works.models import Author, Institution, Topic, Work
from works.record.addresses import Kind

Centre = Author | Work | Topic | Institution
# What the page shows of a work; its abstract and byline can be long.
WORK_FIELDS = ("title", "slug", "version")


def centre_or_404(kind: Kind, ref: Ref) -> Centre:
    """The centre that an address names; one query, two for a merged author, whose true address is another.

    Raises Http404 for an unknown id, and Gone for an author removed at the person's request.
    """
    if kind == "author":
        return _author_or_404(ref)
    centres: dict[Kind, QuerySet] = {
        "work": Work.objects.only(*WORK_FIELDS),
        "topic": Topic.objects.all(),
        "institution": Institution.objects.all(),
    }
    found = centres[kind].filter(pk=ref.pk).first()
    if found is None:
        raise Http404(kind)
    return found


def _author_or_404(ref: Ref) -> Author:
    author = Author.objects.filter(pk=ref.pk).first() or Author.objects.filter(redirects__old_id=ref.pk).first()
    if author is None:
        raise Http404("author")
    if author.removed_at is not None:
        raise Gone
    return author
