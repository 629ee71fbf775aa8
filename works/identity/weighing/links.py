"""What the model is sure of, as settling reads it, and which blocks wait for the model."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import connection

from works.identity.models import ModelLink, UnweighedBlock
from works.record.bulk import insert_new

if TYPE_CHECKING:
    from works.identity.seen import Seen

Pairs = list[tuple[int, int]]


def of_blocks(seen: "Seen", blocks: Sequence[str]) -> Mapping[str, Pairs]:
    """Per block the pairs of places that are surely one person's. One query.

    A work with two names of one block says nothing about either.
    """
    linked: dict[str, Pairs] = defaultdict(list)
    for block, one, other in ModelLink.objects.filter(block__in=blocks).values_list("block", "one", "other"):
        linked[block].append((one, other))
    found: dict[str, Pairs] = {}
    for block, rows in seen.by_block() if linked else ():
        times = Counter(row[2] for row in rows)
        place = {row[2]: row[1] for row in rows if times[row[2]] == 1}
        there = [pair for pair in linked.get(block, ()) if place.keys() >= set(pair)]
        found[block] = [(place[one], place[other]) for one, other in there]
    return found


def weigh_later(blocks: Collection[str]) -> None:
    """These blocks wait for the model."""
    insert_new("works_unweighedblock", "block", "varchar", [(block,) for block in sorted(blocks)])


def replace(found: Mapping[str, Collection[tuple[int, int]]], *, version: str) -> list[str]:
    """The links of these blocks are these from now on, as pairs of works; gives the blocks where that is new."""
    stored: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for block, one, other in ModelLink.objects.filter(block__in=found).values_list("block", "one", "other"):
        stored[block].add((one, other))
    changed = [block for block, pairs in found.items() if set(pairs) != stored[block]]
    ModelLink.objects.filter(block__in=changed).delete()
    ModelLink.objects.bulk_create(
        ModelLink(block=block, one=one, other=other, version=version)
        for block in changed
        for one, other in sorted(set(found[block]))
    )
    return changed


def take(most: int) -> list[str]:
    """Blocks that wait, no longer waiting when this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM works_unweighedblock WHERE block IN"
            " (SELECT block FROM works_unweighedblock ORDER BY block LIMIT %s) RETURNING block",
            [most],
        )
        return sorted(row[0] for row in cursor.fetchall())


def is_waiting() -> bool:
    """Whether a block waits."""
    return UnweighedBlock.objects.exists()
