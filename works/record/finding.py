"""The work or institution that an address names, through a merge if need be."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

M = TypeVar("M", bound=Model)


def found_or_404(rows: QuerySet[M], pk: int) -> M:
    """One query, two for a row that went into another. Raises Http404 for an unknown id."""
    found = rows.filter(pk=pk).first() or rows.filter(redirects__old_id=pk).first()
    if found is None:
        raise Http404("no such record")
    return found
