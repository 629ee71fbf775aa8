"""Addresses printed beside an author on a listed work (rule `mail-on-paper`): found, and shown to nobody."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from works.models import Author
from works.record.bylines import addresses_in

RULE = "mail-on-paper"

# Affiliations that could hold the address, of everybody on the works where this author's does.
PRINTED = """
WITH here AS (
    SELECT a.work_id FROM works_authorship a, unnest(a.affiliations) AS t(words)
    WHERE a.author_id = %(author)s AND position(%(address)s IN lower(words)) > 0
)
SELECT a.work_id, a.author_id IS NOT DISTINCT FROM %(author)s, words
FROM works_authorship a JOIN here USING (work_id), unnest(a.affiliations) AS t(words)
WHERE position(%(address)s IN lower(words)) > 0
"""
# Works on whose bylines this author stands with any address at all.
WITH_ADDRESS = """
SELECT count(DISTINCT a.work_id) FROM works_authorship a, unnest(a.affiliations) AS t(words)
WHERE a.author_id = %(author)s AND words ~ '[[:alnum:]]@[[:alnum:]]'
"""


@dataclass(frozen=True, slots=True)
class Printed:
    """The works on which an address stands beside this author: beside nobody else, or beside others as well."""

    alone: tuple[int, ...]
    shared: tuple[int, ...]


def printed(author: Author, address: str) -> Printed:
    """Where the address stands, compared without regard to case. One query."""
    wanted = address.lower()
    beside: dict[int, set[bool]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(PRINTED, {"author": author.pk, "address": wanted})
        for work, is_own, words in cursor:
            if wanted in map(str.lower, addresses_in(words)):
                beside[work].add(is_own)
    return Printed(
        alone=tuple(sorted(work for work, who in beside.items() if who == {True})),
        shared=tuple(sorted(work for work, who in beside.items() if who == {True, False})),
    )


def works_with_address(author: Author) -> int:
    """On how many works some address is printed beside this author. One query."""
    with connection.cursor() as cursor:
        cursor.execute(WITH_ADDRESS, {"author": author.pk})
        return int(cursor.fetchone()[0])
