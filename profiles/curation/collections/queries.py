"""What the pages of collections show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from bzpeer.accounts.models import User
from bzpeer.web.refs import Ref
from profiles.curation.models import Collection, SavedWork
from works.exports.bibtex import bibtex
from works.models import Work
from works.record.pages.work import whole_citations
from works.record.queries import LINE_FIELDS, WorkLine, work_line


@dataclass(frozen=True, slots=True)
class SavedLine:
    """One work of a collection with the note beside it."""

    work_id: int
    line: WorkLine
    note: str


def visible_collection_or_404(ref: Ref, *, viewer: User | None) -> Collection:
    """The collection of an address, if it is public or the viewer's own; one query. Raises Http404."""
    found = Collection.objects.filter(Q(is_public=True) | Q(account=viewer) if viewer else Q(is_public=True))
    collection = found.filter(pk=ref.pk).first()
    if collection is None:
        raise Http404("no such collection")
    return collection


def own_collection_or_404(ref: Ref, *, account: User) -> Collection:
    """The account's collection of an address; one query. Raises Http404, also for somebody else's public one."""
    collection = Collection.objects.filter(pk=ref.pk, account=account).first()
    if collection is None:
        raise Http404("no such collection")
    return collection


def collections_of(account: User) -> QuerySet[Collection]:
    """The account's collections by name, each with the `size` of it."""
    return Collection.objects.filter(account=account).annotate(size=Count("saved")).order_by("title", "pk")


def saved_lines(collection: Collection) -> list[SavedLine]:
    """The works of a collection in their order, without their abstracts; one query."""
    fields = [f"work__{name}" for name in LINE_FIELDS if name != "abstract"]
    saved = SavedWork.objects.filter(collection=collection).select_related("work").order_by("position", "pk")
    return [
        SavedLine(one.work_id, work_line(one.work, with_abstract=False), one.note)
        for one in saved.only("note", "collection", *fields)
    ]


def saved_in(account: User, work: Work) -> Sequence[Collection]:
    """The account's collections that hold this work; one query."""
    return list(Collection.objects.filter(account=account, saved__work=work).order_by("title", "pk"))


def as_bibtex(collection: Collection) -> str:
    """The works of a collection in their order, as one file; four queries."""
    works = Work.objects.filter(saved__collection=collection).defer("byline", "team")
    return "\n".join(bibtex(cited) for cited in whole_citations(list(works.order_by("saved__position", "saved__pk"))))
