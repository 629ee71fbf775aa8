"""Writes of identity: stale blocks are put together anew and their authorships given to authors."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction

from works.identity import private_names, said
from works.identity.clusters import cluster
from works.identity.seen import Seen, look
from works.identity.weighing import links
from works.record.authors import copy_authors
from works.record.bulk import next_ids, one_column, refresh_statistics
from works.record.models import Author
from works.record.names import specificity
from works.record.signals import authors_merged, works_recorded

# Blocks a transaction: some 15,000 signatures of ordinary data.
BLOCKS_AT_ONCE = 5_000


def settle() -> int:
    """Put every stale block together anew; gives how many authorships changed hands.

    Each chunk of blocks is one transaction that takes its marks, moves the authorships and leaves marks
    for the authors it touched: killed in between, nothing is lost and nothing done twice.
    """
    changed = 0
    while True:
        with transaction.atomic():
            blocks = _take_blocks()
            if not blocks:
                break
            changed += settle_blocks(blocks)
            links.weigh_later(blocks)
    if changed:
        refresh_statistics("works_author", "works_authorship")
    return changed


def _take_blocks() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH chosen AS (SELECT DISTINCT block FROM works_staleblock ORDER BY block LIMIT %s),
            taken AS (DELETE FROM works_staleblock s USING chosen c WHERE s.block = c.block RETURNING s.block)
            SELECT DISTINCT block FROM taken ORDER BY block
            """,
            [BLOCKS_AT_ONCE],
        )
        return one_column(cursor)


def settle_blocks(blocks: Sequence[str]) -> int:
    """Put these blocks together anew, in the transaction of the caller; gives how many authorships changed hands."""
    seen = look(blocks)
    holder: dict[int, int | None] = {row[1]: row[3] for row in seen.rows}
    people: list[tuple[list[int], str]] = []
    sure = links.of_blocks(seen, blocks)
    for block, block_rows in seen.by_block():
        names = {row[1]: row[4] for row in block_rows}
        clusters = cluster(seen.signatures(block_rows), sure.get(block, ()))
        people.extend((members, best_name(names[m] for m in members)) for members in clusters)
    named = _named_by(people, seen)
    owners = _owners(people, holder, seen.pinned, named)
    people += [([authorship], "") for authorship in seen.private]
    owners += seen.private.values()
    moves = [
        (authorship, owner)
        for (members, _), owner in zip(people, owners, strict=True)
        for authorship in members
        if holder[authorship] != owner
    ]
    private_names.give_way(moves)
    _move(moves, leaving=[authorship for authorship, _ in moves if holder[authorship] is not None])
    _mark(moves, holder)
    _retire(people, owners, holder)
    _absorb({author: owners[index] for index, authors in named.items() for author in authors})
    return len(moves)


def best_name(names: Iterable[str]) -> str:
    """A name for the address until figures choose the display name from all printed forms."""
    return max(set(names), key=lambda name: (*specificity(name), name))


def _named_by(people: Sequence[tuple[list[int], str]], seen: Seen) -> dict[int, list[int]]:
    """Authors whose identifiers stand on a person's places, by the place of the person in the list."""
    printed = {row[1]: row[5] for row in seen.rows if row[5]}
    return {
        index: [seen.carriers[i] for member in members for i in printed.get(member, ()) if i in seen.carriers]
        for index, (members, _) in enumerate(people)
        if seen.carriers
    }


def _owners(
    people: Sequence[tuple[list[int], str]],
    holder: dict[int, int | None],
    pinned: Mapping[int, int],
    named: Mapping[int, list[int]],
) -> list[int]:
    """The author of each person: whose it is by a person's word, else who holds most of the authorships, or whose
    identifier they carry, or a new one.

    An author can stay with one person only, words aside; of two that want it, the one with more authorships keeps it.
    """
    claims: list[tuple[int, int, int]] = []
    owners: dict[int, int] = {}
    for index, (members, _) in enumerate(people):
        if word := next((pinned[m] for m in members if m in pinned), None):
            owners[index] = word
            continue
        held = Counter(author for m in members if (author := holder[m]) is not None)
        held.update({author: 0 for author in named.get(index, ()) if author not in held})
        claims.extend((-count, author, index) for author, count in held.items())
    taken: set[int] = set()
    for _, author, index in sorted(claims):
        if index not in owners and author not in taken:
            owners[index] = author
            taken.add(author)
    new = [index for index in range(len(people)) if index not in owners]
    owners.update(zip(new, _create_authors([people[index][1] for index in new]), strict=True))
    return [owners[index] for index in range(len(people))]


def _create_authors(names: Sequence[str]) -> list[int]:
    ids = next_ids(Author, len(names))
    copy_authors((pk, name, None) for pk, name in zip(ids, names, strict=True))
    return ids


def _move(moves: Sequence[tuple[int, int]], *, leaving: Sequence[int]) -> None:
    ids = [authorship for authorship, _ in moves]
    with connection.cursor() as cursor:
        # Taken away first: two authors who swap places on one work must not meet there in between.
        cursor.execute("UPDATE works_authorship SET author_id = NULL WHERE id = ANY(%s)", [list(leaving)])
        cursor.execute(
            """
            UPDATE works_authorship a SET author_id = m.author
            FROM unnest(%s::bigint[], %s::bigint[]) AS m(id, author) WHERE a.id = m.id
            """,
            [ids, [author for _, author in moves]],
        )


def _mark(moves: Sequence[tuple[int, int]], holder: dict[int, int | None]) -> None:
    touched = {author for _, author in moves} | {a for m, _ in moves if (a := holder[m]) is not None}
    if not touched:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO works_stalemark (kind, object_id, reason, made_at)
            SELECT 'author', id, 'import', now() FROM unnest(%s::bigint[]) AS t(id)
            """,
            [sorted(touched)],
        )
    works_recorded.send(sender=Author)


def _retire(people: Sequence[tuple[list[int], str]], owners: Sequence[int], holder: dict[int, int | None]) -> None:
    """Authors whose every authorship went to somebody else: their address redirects there, the row goes."""
    heirs: dict[int, Counter[int]] = defaultdict(Counter)
    for (members, _), owner in zip(people, owners, strict=True):
        for member in members:
            former = holder[member]
            if former is not None and former != owner:
                heirs[former][owner] += 1
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id FROM unnest(%s::bigint[]) AS t(id)
            WHERE NOT EXISTS (SELECT FROM works_authorship a WHERE a.author_id = t.id)
            """,
            [sorted(heirs)],
        )
        moves = {former: min(heirs[former].items(), key=lambda i: (-i[1], i[0]))[0] for former in one_column(cursor)}
    retire(moves)


def _absorb(named: dict[int, int]) -> None:
    """Authors without works whose identifier stands on a place of somebody else go into that one."""
    workless = Author.objects.filter(pk__in=named, authorships=None).values_list("pk", flat=True)
    retire({author: named[author] for author in sorted(workless) if named[author] != author})


def retire(moves: dict[int, int]) -> None:
    """Authors without authorships go into others (old id → new id): their addresses redirect, their rows go."""
    if not moves:
        return
    authors_merged.send(sender=Author, moves=moves)
    old, new = list(moves), list(moves.values())
    said.carry_over(moves)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH merged AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS m(old_id, author_id)),
            moved AS (
                UPDATE works_authorredirect r SET author_id = m.author_id FROM merged m WHERE r.author_id = m.old_id
            )
            INSERT INTO works_authorredirect (old_id, author_id) SELECT old_id, author_id FROM merged
            """,
            [old, new],
        )
        # What the places say follows with the figures; what somebody gave goes along.
        for table in ("works_authoridentifier", "works_sourcerecord"):
            cursor.execute(
                f"UPDATE {table} t SET author_id = m.author_id"  # noqa: S608
                " FROM unnest(%s::bigint[], %s::bigint[]) AS m(old_id, author_id) WHERE t.author_id = m.old_id",
                [old, new],
            )
    Author.objects.filter(pk__in=old).delete()
