"""Rows of authors, many at once."""

from collections.abc import Iterable

from works.record.addresses import slug_of
from works.record.bulk import copy_rows
from works.record.names import sort_key


def copy_authors(authors: Iterable[tuple[int, str, int | None]]) -> None:
    """New authors by COPY, each `(id, name, institution id or None)`; figures come later."""
    copy_rows(
        "works_author",
        "id name slug sort_key institution_id works_count topics_count collaborators_count close_collaborators_count"
        " version",
        "int8 varchar varchar varchar int8 int4 int4 int4 int4 int4",
        ((pk, name, slug_of(name), sort_key(name), institution, 0, 0, 0, 0, 1) for pk, name, institution in authors),
    )
