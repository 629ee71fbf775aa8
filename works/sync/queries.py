"""Who is asked about what, how fresh a record is, and how long the queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from works.record.models import AuthorIdentifier
from works.record.words import source_name
from works.sync import rules
from works.sync.models import SyncRequest, SyncTarget
from works.sync.questions import arxiv_name
from works.sync.words import in_words

# Source, kind, value.
Asked = tuple[str, str, str]
BY_IDENTIFIER = {"openalex": ("openalex",), "orcid": ("crossref", "orcid")}
BY_WORK = {"arxiv": "arxiv", "doi": "crossref"}

FRESHNESS = """
    WITH asked (source, value) AS (
        SELECT 'arxiv', %(name)s
        UNION ALL
        SELECT s.source, i.value FROM works_authoridentifier i
        JOIN (VALUES ('openalex', 'openalex'), ('orcid', 'crossref'), ('orcid', 'orcid')) s (scheme, source)
            USING (scheme)
        WHERE i.author_id = %(author)s
    )
    SELECT t.source, max(t.answered_at), max(t.trouble)
    FROM works_synctarget t JOIN asked USING (source, value) WHERE t.kind = 'author' GROUP BY t.source
"""


@dataclass(frozen=True, slots=True)
class Fresh:
    """When a source was last asked about a record, None for never, and what was wrong since then."""

    source: str
    name: str
    asked_at: datetime | None
    trouble: str

    @property
    def trouble_in_words(self) -> str:
        """For the page, in the reader's language."""
        return in_words(self.trouble)


@dataclass(frozen=True, slots=True)
class Fetch:
    """How the fetching of a work stands: its place in the queue, or 0 and why it is not here."""

    source: str
    place: int
    trouble: str

    @property
    def trouble_in_words(self) -> str:
        """For the page, in the reader's language."""
        return in_words(self.trouble)


def asked_about(author_id: int, name: str) -> list[Asked]:
    """The questions about an author. One query."""
    identifiers = AuthorIdentifier.objects.filter(author=author_id, scheme__in=BY_IDENTIFIER)
    asked = [
        (source, "author", value)
        for scheme, value in identifiers.values_list("scheme", "value")
        for source in BY_IDENTIFIER[scheme]
    ]
    named = arxiv_name(name)
    return [*asked, *([("arxiv", "author", named)] if named else [])]


def asked_for(identifier: tuple[str, str]) -> list[Asked]:
    """The question for a work, by the one source that gives its identifier; none for other schemes."""
    scheme, value = identifier
    return [(BY_WORK[scheme], "work", value)] if scheme in BY_WORK else []


def source_of(identifier: tuple[str, str]) -> str:
    """The name of the source that gives works by this scheme of identifiers; empty for other schemes."""
    return source_name(BY_WORK[identifier[0]]) if identifier[0] in BY_WORK else ""


def key_of_author(author_id: int) -> str:
    """What a request about an author is called."""
    return f"author {author_id}"


def key_of_work(identifier: tuple[str, str]) -> str:
    """What a request for a work is called."""
    return " ".join(identifier)


def place_of(key: str) -> int:
    """The place of an open request in the queue, from 1; 0 where there is none. Two queries at most."""
    mine = SyncRequest.objects.filter(key=key, done_at=None).values_list("pk", flat=True).first()
    return SyncRequest.objects.filter(done_at=None, pk__lte=mine).count() if mine else 0


def freshness(author_id: int, name: str) -> Sequence[Fresh]:
    """Every source that has been, or will be, asked about an author, in one order. One query."""
    with connection.cursor() as cursor:
        cursor.execute(FRESHNESS, {"author": author_id, "name": arxiv_name(name)})
        found: Mapping[str, tuple[datetime | None, str]] = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
    return [Fresh(source, source_name(source), *found[source]) for source in rules.SOURCES if source in found]


def fetch_of(identifier: tuple[str, str]) -> Fetch | None:
    """How the fetching of a work that is not here stands; None where it was never asked for. Three queries at most."""
    asked = asked_for(identifier)
    target = SyncTarget.objects.filter(source=asked[0][0], kind="work", value=asked[0][2]).first() if asked else None
    if target is None:
        return None
    return Fetch(source_name(target.source), place_of(key_of_work(identifier)), target.trouble)
