"""What an invitation may be about: a work or a topic of the record of the one who is asked."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.db.models import F

from bzpeer.web.refs import RefConverter
from works.models import Author, Topic, Work, WorkIdentifier
from works.record.holders import holders_of
from works.record.identifiers import recognise

# Newest works and most frequent topics in the list to choose from; any other work of theirs by its address.
WORKS, TOPICS = 50, 20
KNOWN = ("doi", "arxiv")


def works_of(author: Author) -> Sequence[Work]:
    """The newest works of the record; one query."""
    listed = Work.objects.filter(authorships__author=author, authorships__list_rank__lte=WORKS)
    return list(listed.annotate(rank=F("authorships__list_rank")).order_by("rank").only("pk", "title", "year", "slug"))


def topics_of(author: Author) -> Sequence[Topic]:
    """Topics of those works, by name; one query."""
    recent = Work.objects.filter(authorships__author=author, authorships__list_rank__lte=WORKS)
    return list(Topic.objects.filter(work_topics__work__in=recent).distinct().order_by("name", "pk")[:TOPICS])


def work_named(text: str, author: Author) -> Work | None:
    """The work of this record that an address of ours, a DOI or an arXiv id names; two queries at most."""
    typed = text.strip()
    known = recognise(typed)
    named = known if known and known[0] in KNOWN else None
    pk = holders_of(WorkIdentifier, [named]).get(named) if named else _work_id_at(typed)
    return Work.objects.filter(pk=pk, authorships__author=author).first() if pk else None


def _work_id_at(address: str) -> int | None:
    try:
        return work_id_in(urlsplit(address).path)
    except ValueError:
        return None


def work_id_in(path: str) -> int | None:
    """The number in `/works/<slug>-<id>/`, or None for any other path."""
    parts = path.strip("/").split("/")
    if len(parts) != 2 or parts[0] != "works":
        return None
    try:
        return RefConverter().to_python(parts[1]).pk
    except ValueError:
        return None
