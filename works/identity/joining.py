"""Two records become one, one becomes two, and either is taken back: decisions of people about authors.

Each is a word that every later import and clustering obeys (`Mine`, `NotMine`), and is kept with all that it moved
(`AuthorChange`), so that undoing it gives back what was. Who may decide is checked by the caller.
"""

import json
from collections.abc import Collection, Sequence

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from works.identity import rows
from works.identity.errors import AlreadyOne, NotAPart, NothingKept, NotThere, OnOneWork, RestsOn, TwoIds, UndoneAlready
from works.identity.holding import places_of_their_own
from works.identity.marks import mark
from works.identity.models import AuthorChange, Mine, NotMine, PrivateName
from works.identity.partings import new_author
from works.identity.services import best_name, retire
from works.record.models import Author, AuthorIdentifier, AuthorRedirect, Authorship, StaleBlock
from works.record.signals import authors_given_back, authors_split

Kind = AuthorChange.Kind
ORCID = "orcid:"
ROW = "SELECT to_jsonb(a) FROM works_author a WHERE id = %s"
# The row of a record that went into another, as it was but for the version: its page is a new one. What a column
# made since then holds, the record that stayed says.
PUT_BACK = """
    INSERT INTO works_author SELECT a.* FROM works_author kept, jsonb_populate_record(kept, %s::jsonb) a
    WHERE kept.id = %s ON CONFLICT DO NOTHING
"""


@transaction.atomic
def merge(*, kept: Author, gone: Author, by: User | str, reason: str) -> AuthorChange:
    """All that is `gone`'s becomes `kept`'s, and its address leads there; both records' places are pinned.

    `by` is an account or a named rule. Raises AlreadyOne, NotThere, OnOneWork and TwoIds (`errors.py`).
    """
    kept, gone = _both(kept.pk, gone.pk)
    _check_works(kept, gone)
    _check_ids(kept, gone)
    before, row = rows.look([kept.pk, gone.pk]), _row_of(gone)
    works = list(gone.authorships.order_by("work_id").values_list("work_id", flat=True))
    gone.authorships.update(author=kept)
    retire({gone.pk: kept.pk})
    _pin(kept, decided=works)
    change = _store(
        AuthorChange(kind=Kind.MERGE, kept_id=kept.pk, other_id=gone.pk, reason=reason),
        by=by,
        moved={"author": row, "works": works, "rows": rows.difference(before, rows.look([kept.pk, gone.pk]))},
    )
    _mark_moved(works, [kept.pk, gone.pk], reason="records merged")
    return change


@transaction.atomic
def split(
    *,
    author: Author,
    authorship_ids: Collection[int],
    by: User | str,
    reason: str,
    identifiers: Collection[int] = (),
) -> AuthorChange:
    """These places, and these of the author's identifiers, are another person's: one part gets a record of its own.

    The larger part keeps the address. Every identifier is then on the side that was said, for good. Raises NotThere
    and NotAPart.
    """
    author = _one(author.pk)
    places = list(Authorship.objects.select_for_update().filter(author=author).order_by("work_id", "position"))
    chosen = {place.pk for place in places} & set(authorship_ids)
    if not chosen or len(chosen) == len(places):
        raise NotAPart
    is_swapped = 2 * len(chosen) > len(places)
    going = [place for place in places if (place.pk in chosen) != is_swapped]
    before = rows.look([author.pk])
    new = new_author(best_name(place.name for place in going))
    if is_swapped:
        # Whoever holds the record goes along with their part, and so do the names that they keep to themselves.
        PrivateName.objects.filter(author=author).update(author=new)
    _part(author, new, going)
    _give_identifiers(author, new, identifiers, is_swapped=is_swapped)
    authors_split.send(sender=Author, author=author, new=new, is_swapped=is_swapped)
    works = [place.work_id for place in going]
    change = _store(
        AuthorChange(kind=Kind.SPLIT, kept_id=author.pk, other_id=new.pk, reason=reason),
        by=by,
        moved={"works": works, "rows": rows.difference(before, rows.look([author.pk, new.pk]))},
    )
    _mark_moved(works, [author.pk, new.pk], reason="record split")
    return change


@transaction.atomic
def undo(*, change: AuthorChange, by: User | str, reason: str = "") -> AuthorChange:
    """What the change moved is where it was; what came since stays with the record that stayed.

    Raises UndoneAlready, NothingKept after an erasure, RestsOn for a later change about one of the records, NotThere.
    """
    locked = AuthorChange.objects.select_for_update().get(pk=change.pk)
    if locked.undone_at is not None:
        raise UndoneAlready
    if not locked.moved:
        raise NothingKept
    if later := _later(locked):
        raise RestsOn(later)
    if locked.kind == Kind.MERGE:
        _part_again(locked)
    else:
        _join_again(locked)
    locked.undone_by, locked.undone_at = by if isinstance(by, User) else None, Now()
    locked.save(update_fields=["undone_by", "undone_at"])
    locked.refresh_from_db()
    _write(locked, by, act=f"{locked.kind} undone", reason=reason)
    there = list(Author.objects.filter(pk__in=[locked.kept_id, locked.other_id]).values_list("pk", flat=True))
    authors_given_back.send(sender=Author, authors=there)
    _cluster_again(there)
    _mark_moved(locked.moved["works"], there, reason=f"{locked.kind} undone")
    return locked


def forget(author_ids: Collection[int]) -> None:
    """Of changes that name these authors, or one that went into them, only that they were made is kept."""
    went = AuthorRedirect.objects.filter(author__in=author_ids).values_list("old_id", flat=True)
    ids = [*author_ids, *went]
    AuthorChange.objects.filter(Q(kept_id__in=ids) | Q(other_id__in=ids)).update(moved={})


def _part_again(change: AuthorChange) -> None:
    _one(change.kept_id)
    with connection.cursor() as cursor:
        cursor.execute(PUT_BACK, [json.dumps(change.moved["author"]), change.kept_id])
    Authorship.objects.filter(author=change.kept_id, work__in=change.moved["works"]).update(author=change.other_id)
    rows.give_back(change.moved["rows"])


def _join_again(change: AuthorChange) -> None:
    kept, new = _both(change.kept_id, change.other_id)
    _check_works(kept, new)
    rows.give_back(change.moved["rows"])
    new.authorships.update(author=kept)
    retire({new.pk: kept.pk})


def _both(one: int, other: int) -> tuple[Author, Author]:
    if one == other:
        raise AlreadyOne
    found = _locked([one, other])
    return found[one], found[other]


def _one(pk: int) -> Author:
    return _locked([pk])[pk]


def _locked(ids: Sequence[int]) -> dict[int, Author]:
    """All of these authors, in order of their ids. Raises AlreadyOne for one that went into another, NotThere."""
    there = Author.objects.public().select_for_update().filter(pk__in=ids).order_by("pk")
    found = {author.pk: author for author in there}
    if missing := set(ids) - found.keys():
        raise AlreadyOne if AuthorRedirect.objects.filter(old_id__in=missing).exists() else NotThere
    return found


def _check_works(kept: Author, gone: Author) -> None:
    both = gone.authorships.filter(work__authorships__author=kept).order_by("work_id")
    if titles := list(both.values_list("work__title", flat=True)[:1]):
        raise OnOneWork(titles[0])


def _check_ids(kept: Author, gone: Author) -> None:
    carried = AuthorIdentifier.objects.filter(author__in=[kept, gone], scheme="orcid")
    ids = {f"{ORCID}{value}" for value in carried.values_list("value", flat=True)}
    printed = Authorship.objects.filter(author__in=[kept, gone]).exclude(identifiers=[])
    for names in printed.values_list("identifiers", flat=True):
        ids |= {name for name in names if name.startswith(ORCID)}
    if len(ids) > 1:
        raise TwoIds(sorted(name.removeprefix(ORCID) for name in ids))


def _pin(author: Author, *, decided: Collection[int] = ()) -> None:
    """Every place is the author's by a person's word; words that said otherwise fall.

    Not what only a private name gave them, which goes when that name does, unless it was decided about these works.
    """
    places = places_of_their_own(author, decided=decided)
    works = [work for work, _ in places]
    disowned = NotMine.objects.filter(author=author, work__in=works).values_list("pk", "work_id", "name")
    NotMine.objects.filter(pk__in=[pk for pk, *place in disowned if tuple(place) in set(places)]).delete()
    # What was theirs by a claim is now theirs by this decision too, and stays when the claim ends.
    Mine.objects.filter(author=author, work__in=works).update(by_claim=False)
    Mine.objects.bulk_create(
        (Mine(author=author, work_id=work, name=name) for work, name in places), ignore_conflicts=True
    )


def _part(author: Author, new: Author, going: Sequence[Authorship]) -> None:
    works = [place.work_id for place in going]
    Authorship.objects.filter(pk__in=[place.pk for place in going]).update(author=new)
    Mine.objects.filter(author=author, work__in=works).delete()
    NotMine.objects.bulk_create(
        (NotMine(author=author, work_id=place.work_id, name=place.name) for place in going), ignore_conflicts=True
    )
    # What was not chosen is a decision too: nothing of it follows, and it does not fall apart without what went.
    _pin(author)
    _pin(new)


def _give_identifiers(author: Author, new: Author, chosen: Collection[int], *, is_swapped: bool) -> None:
    own = AuthorIdentifier.objects.filter(author=author)
    goes = own.exclude(pk__in=chosen) if is_swapped else own.filter(pk__in=chosen)
    goes.update(author=new)
    AuthorIdentifier.objects.filter(author__in=[author, new]).update(is_decided=True)


def _row_of(author: Author) -> rows.Row:
    with connection.cursor() as cursor:
        cursor.execute(ROW, [author.pk])
        row: rows.Row = json.loads(cursor.fetchone()[0])
    return row | {"version": row["version"] + 1}


def _later(change: AuthorChange) -> AuthorChange | None:
    ids = [change.kept_id, change.other_id]
    standing = AuthorChange.objects.filter(pk__gt=change.pk, undone_at=None).order_by("-pk")
    return (standing.filter(kept_id__in=ids) | standing.filter(other_id__in=ids)).first()


def _store(change: AuthorChange, *, by: User | str, moved: dict[str, object]) -> AuthorChange:
    change.by = by if isinstance(by, User) else None
    change.moved = moved
    change.save()
    change.refresh_from_db()
    _write(change, by, act=f"{change.kind} made", reason=change.reason)
    return change


def _write(change: AuthorChange, by: User | str, *, act: str, reason: str) -> None:
    journal.write(
        act=act,
        actor=by,
        object_kind="author",
        object_id=change.kept_id,
        reason=reason,
        after=f"change {change.pk}",
    )


def _cluster_again(authors: Sequence[int]) -> None:
    blocks = Authorship.objects.filter(author__in=authors).exclude(block="").values_list("block", flat=True).distinct()
    StaleBlock.objects.bulk_create(StaleBlock(block=block) for block in blocks)


def _mark_moved(works: Sequence[int], authors: Sequence[int], *, reason: str) -> None:
    """Pages of both are new at once; everything that follows from the places is computed again."""
    Author.objects.filter(pk__in=authors).update(version=F("version") + 1)
    mark(works, authors, reason=reason)
