"""What the list of erased people says about works and identifiers at hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import connection

from works.models import SourceRecord, WorkIdentifier
from works.withheld.models import ErasedDigest
from works.withheld.rules import person_digest, work_digest

LISTED = """
SELECT digest FROM works_eraseddigest WHERE work = ANY(%s)
UNION SELECT digest FROM works_eraseddigest WHERE work IS NULL AND digest = ANY(%s)
"""


def erasure_key() -> bytes:
    """ERASURE_KEY as the hashes take it."""
    return settings.ERASURE_KEY.encode()


def is_anybody_erased() -> bool:
    """Whether the list has anything on it. One query."""
    return ErasedDigest.objects.exists()


def listed_for(*, works: Iterable[str], people: Iterable[str]) -> frozenset[bytes]:
    """What of the list may be about these works and these identifiers of people. Two queries, one while it is empty:
    an import then hashes nothing.
    """
    if not is_anybody_erased():
        return frozenset()
    key = erasure_key()
    given = [[work_digest(key, work) for work in works], [person_digest(key, one) for one in people]]
    with connection.cursor() as cursor:
        cursor.execute(LISTED, given)
        return frozenset(bytes(row[0]) for row in cursor.fetchall())


def erased_identifiers(identifiers: Iterable[str]) -> frozenset[str]:
    """Those of the identifiers (`scheme:value`) that belong to somebody who was erased. Two queries, one while the
    list is empty.
    """
    if not is_anybody_erased():
        return frozenset()
    by_digest = {person_digest(erasure_key(), one): one for one in identifiers}
    with connection.cursor() as cursor:
        cursor.execute(LISTED, [[], list(by_digest)])
        return frozenset(by_digest[bytes(row[0])] for row in cursor.fetchall())


def keys_of(work_ids: Iterable[int]) -> Mapping[int, list[str]]:
    """What a source may name each of these works by, `scheme:value`. Two queries."""
    ids = list(work_ids)
    found: dict[int, set[str]] = defaultdict(set)
    for work, scheme, value in WorkIdentifier.objects.filter(work__in=ids).values_list("work", "scheme", "value"):
        found[work].add(f"{scheme}:{value}")
    for work, source, value in SourceRecord.objects.filter(work__in=ids).values_list("work", "source", "key"):
        found[work or 0].add(f"{source}:{value}")
    return {work: sorted(keys) for work, keys in found.items()}
