"""Erasing a person from the record, keeping them out, and letting them back when they ask for it."""

import secrets
from collections.abc import Collection, Iterable, Sequence

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Now

from works.identity import joining
from works.identity.marks import mark
from works.identity.models import Mine, NotMine
from works.identity.weighing import reasons
from works.importers.bodies import pack, unpack
from works.importers.overrides import without_erased
from works.importers.records import WorkRecord
from works.models import Author, AuthorIdentifier, AuthorName, Authorship, AuthorshipInstitution, SourceRecord, Work
from works.record.names import WITHHELD
from works.record.signals import authors_erased
from works.record.teams import team_of
from works.withheld.models import ErasedDigest
from works.withheld.queries import erasure_key, keys_of, listed_for
from works.withheld.rules import pair_digests, person_digest, person_identifiers, withheld_places, work_digest

AT_ONCE = 1_000
# An empty source record: whatever the source gives next is newer.
FORGET_WHAT_WAS_SEEN = """
UPDATE works_sourcerecord r SET digest = f.digest, number = 0, updated_on = NULL
FROM unnest(%s::bigint[], %s::bytea[]) AS f(id, digest) WHERE f.id = r.id
"""


@transaction.atomic
def erase(*, author: Author) -> None:
    """The author's names, identifiers and links go for good; hashes of them stay, so that no import brings them back.

    The number of the record stays, without a name, so that its address can say that it is gone.
    """
    locked = Author.objects.select_for_update().get(pk=author.pk)
    places = list(Authorship.objects.filter(author=locked))
    _list(locked, places)
    withhold({place.work_id for place in places}, of=[locked.pk])
    _scrub([locked.pk])


@transaction.atomic
def withhold(work_ids: Collection[int], *, of: Collection[int] = ()) -> frozenset[int]:
    """On these works the places that the list names, and those of the authors `of`, read `name withheld`.

    The one place where a stored work loses a name: whatever else is kept of a work's bylines is emptied here too.
    Gives the authors who lost a place. Five queries, six where there is something to do, for each thousand works.
    """
    lost: set[int] = set()
    ids = sorted(work_ids)
    for start in range(0, len(ids), AT_ONCE):
        lost |= _withhold(ids[start : start + AT_ONCE], frozenset(of))
    return frozenset(lost)


@transaction.atomic
def apply_list() -> int:
    """The list is carried out on the whole record, as after a restore; gives how many people were erased anew.

    Who lost a place and has none left is erased; who has others was a namesake beside them.
    """
    listed = _works_of(ErasedDigest.objects.all())
    key, found = erasure_key(), set[int]()
    last = 0
    while ids := list(Work.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        last = ids[-1]
        keys = keys_of(ids)
        found |= {work for work, named in keys.items() if any(work_digest(key, one) in listed for one in named)}
    lost = withhold(found) | _named_by_identifiers()
    left = set(Authorship.objects.filter(author__in=lost).values_list("author", flat=True))
    _scrub(sorted(lost - left))
    return len(lost - left)


@transaction.atomic
def lift(*, person: int) -> int:
    """The erasure of this record is lifted: imports may bring the name again. Gives how many works wait for one.

    What their sources gave is forgotten, so that even the same file is read anew.
    """
    digests = ErasedDigest.objects.filter(person=person)
    listed = _works_of(digests)
    digests.delete()
    works = Authorship.objects.filter(name=WITHHELD).values_list("work_id", flat=True).distinct()
    key = erasure_key()
    theirs = [work for work, keys in keys_of(works).items() if any(work_digest(key, one) in listed for one in keys)]
    records = list(SourceRecord.objects.filter(work__in=theirs).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(FORGET_WHAT_WAS_SEEN, [records, [secrets.token_bytes(16) for _ in records]])
    return len(theirs)


def _works_of(digests: QuerySet[ErasedDigest]) -> set[bytes]:
    return {bytes(work) for work in digests.values_list("work", flat=True) if work is not None}


def _list(author: Author, places: Sequence[Authorship]) -> None:
    key, keys = erasure_key(), keys_of({place.work_id for place in places})
    own = AuthorIdentifier.objects.filter(author=author).values_list("scheme", "value")
    identifiers = {f"{scheme}:{value}" for scheme, value in own} | {i for p in places for i in person_identifiers(p)}
    rows = {person_digest(key, identifier): None for identifier in identifiers} | {
        pair: work_digest(key, work)
        for place in places
        for work in keys.get(place.work_id, ())
        for pair in pair_digests(key, place.name, work)
    }
    ErasedDigest.objects.bulk_create(
        [ErasedDigest(digest=digest, work=work, person=author.pk) for digest, work in sorted(rows.items())],
        ignore_conflicts=True,
    )


def _withhold(ids: Sequence[int], of: frozenset[int]) -> set[int]:
    keys = keys_of(ids)
    bylines: dict[int, list[Authorship]] = {}
    for place in Authorship.objects.select_for_update().filter(work__in=ids).order_by("work_id", "position"):
        bylines.setdefault(place.work_id, []).append(place)
    people = {one for places in bylines.values() for place in places for one in person_identifiers(place)}
    listed = listed_for(works={key for named in keys.values() for key in named}, people=people)
    key, gone = erasure_key(), list[Authorship]()
    for work, places in bylines.items():
        chosen = withheld_places(places, keys.get(work, []), key=key, listed=listed)
        gone += [place for index, place in enumerate(places) if index in chosen or place.author_id in of]
    lost = {place.author_id for place in gone if place.author_id is not None}
    if gone:
        _empty(gone, bylines)
        joining.forget(lost)
        _empty_records({place.work_id for place in gone}, key, listed)
    return lost


def _empty(gone: Sequence[Authorship], bylines: dict[int, list[Authorship]]) -> None:
    works = sorted({place.work_id for place in gone})
    reasons.forget(works)
    for place in gone:
        Mine.objects.filter(work=place.work_id, name=place.name).delete()
        NotMine.objects.filter(work=place.work_id, name=place.name).delete()
        place.name, place.author, place.block, place.list_rank = WITHHELD, None, "", None
        place.affiliations, place.identifiers = [], []
    fields = ["name", "author", "block", "list_rank", "affiliations", "identifiers"]
    Authorship.objects.bulk_update(gone, fields, batch_size=AT_ONCE)
    AuthorshipInstitution.objects.filter(authorship__in=[place.pk for place in gone]).delete()
    stored = list(Work.objects.select_for_update().filter(pk__in=works).order_by("pk"))
    positions = {(place.work_id, place.position) for place in gone}
    for work in stored:
        work.byline = [
            [None, WITHHELD, None] if (work.pk, position) in positions else shown
            for position, shown in enumerate(work.byline, start=1)
        ]
        work.team = team_of(place.name for place in bylines[work.pk])
        work.version += 1
    Work.objects.bulk_update(stored, ["byline", "team", "version"], batch_size=AT_ONCE)
    mark(works, [], reason="name withheld")


def _empty_records(works: Collection[int], key: bytes, listed: Collection[bytes]) -> None:
    """What is kept of the sources' records loses the names too: the works are put together from it again."""
    records = list(SourceRecord.objects.filter(work__in=works).exclude(body=b"").order_by("pk"))
    for record in records:
        kept = unpack(bytes(record.body), WorkRecord)
        record.body = pack(without_erased(kept, key=key, listed=listed))
    SourceRecord.objects.bulk_update(records, ["body"], batch_size=AT_ONCE)


def _named_by_identifiers() -> set[int]:
    rows = AuthorIdentifier.objects.values_list("author", "scheme", "value")
    digests = set(map(bytes, ErasedDigest.objects.filter(work=None).values_list("digest", flat=True)))
    key = erasure_key()
    return {author for author, scheme, value in rows if person_digest(key, f"{scheme}:{value}") in digests}


def _scrub(author_ids: Iterable[int]) -> None:
    """Nothing is left of these records but their numbers."""
    ids = list(author_ids)
    if not ids:
        return
    # What a source said of the person, their own record there.
    for model in (AuthorName, AuthorIdentifier, Mine, NotMine, SourceRecord):
        model._default_manager.filter(author__in=ids).delete()
    joining.forget(ids)
    Author.objects.filter(pk__in=ids).update(
        name="", slug="x", sort_key="", institution=None, works_count=0, topics_count=0, collaborators_count=0,
        close_collaborators_count=0, first_year=None, last_year=None, version=F("version") + 1,
        removed_at=Coalesce("removed_at", Now()),
    )  # fmt: skip
    authors_erased.send(sender=Author, author_ids=ids)
