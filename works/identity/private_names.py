"""Former names that holders keep to themselves: works printed with one are theirs when the evidence says so.

The name is compared as exact text and is never more than a reason to look: without a shared co-author or
identifier nothing happens. What is found this way is shown with the author's own name, wherever a name is shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, When

from works.identity.clusters import ORCID_SCHEME, Signature, shown_by, sought, with_scheme
from works.identity.marks import mark
from works.identity.models import Mine, PrivateName
from works.identity.weighing import reasons
from works.record.models import Author, Authorship, StaleBlock
from works.record.names import are_compatible, block_of
from works.record.teams import block_part, member_of

# What an author is known by: the teams and identifiers of their works.
KNOWN = """
    SELECT a.author_id, a.id, a.work_id, a.name, a.identifiers, w.team
    FROM works_authorship a JOIN works_work w ON w.id = a.work_id WHERE a.author_id = ANY(%s)
"""

GIVE_WAY = """
    WITH gone AS (
        UPDATE works_authorship a SET author_id = NULL
        FROM unnest(%s::bigint[], %s::bigint[]) AS m(id, author)
        JOIN works_authorship x ON x.id = m.id, works_privatename p
        WHERE p.author_id = m.author AND a.author_id = m.author AND a.name = p.name
          AND a.work_id = x.work_id AND a.id <> x.id
        RETURNING a.block
    )
    INSERT INTO works_staleblock (block) SELECT DISTINCT block FROM gone WHERE block <> ''
"""


@transaction.atomic
def keep(*, author: Author, names: Sequence[str]) -> None:
    """The private names of this author from now on; works printed with old or new ones are looked at again."""
    known = set(PrivateName.objects.filter(author=author).values_list("name", flat=True))
    wanted = {name[:300] for name in names if block_of(name)}
    if known == wanted:
        return
    PrivateName.objects.filter(author=author, name__in=known - wanted).delete()
    PrivateName.objects.bulk_create(
        PrivateName(author=author, name=name, block=block_of(name)) for name in sorted(wanted - known)
    )
    StaleBlock.objects.bulk_create(StaleBlock(block=block) for block in sorted({block_of(n) for n in known ^ wanted}))
    theirs = Authorship.objects.filter(author=author, name__in=known ^ wanted).values_list("work_id", flat=True)
    mark(sorted(set(theirs)), [author.pk], reason="names changed")
    reasons.forget(theirs)
    _part(author, known - wanted)


def placed(signatures: Iterable[Signature], blocks: Sequence[str]) -> Mapping[int, int]:
    """Authorship → author, for signatures of these blocks that a private name and evidence give to somebody.

    One query while nobody keeps a name of these blocks private, else three. A name that two people keep, with
    evidence for both, stays where it is.
    """
    kept: dict[str, list[int]] = defaultdict(list)
    rows = PrivateName.objects.filter(block__in=blocks, author__removed_at=None).order_by("author")
    for name, author in rows.values_list("name", "author"):
        kept[name].append(author)
    if not kept:
        return {}
    asked = [signature for signature in signatures if signature.name in kept]
    people = _known(sorted({author for signature in asked for author in kept[signature.name]}))
    beside = _bylines({signature.work for signature in asked})
    found: dict[int, int] = {}
    taken: set[tuple[int, int]] = set()
    for signature in sorted(asked, key=lambda one: one.id):
        others = [name for pk, name in beside[signature.work] if pk != signature.id]
        fitting = [author for author in kept[signature.name] if _holds(signature, author, people[author], others)]
        if len(fitting) == 1 and (signature.work, fitting[0]) not in taken:
            found[signature.id] = fitting[0]
            taken.add((signature.work, fitting[0]))
    return found


def give_way(moves: Sequence[tuple[int, int]]) -> None:
    """Where an author is about to get a place (authorship, author) on a byline, one that a private name gave them goes.

    One query; called before the places change hands, since nobody stands twice on a byline.
    """
    with connection.cursor() as cursor:
        cursor.execute(GIVE_WAY, [[place for place, _ in moves], [author for _, author in moves]])


def shown_name() -> Case:
    """What a page shows of an authorship: the name as printed, or the author's own where that one is private."""
    private = PrivateName.objects.filter(author=OuterRef("author"), name=OuterRef("name"))
    public = Q(author__removed_at=None)
    return Case(When(Q(Exists(private)) & public, then=F("author__name")), default=F("name"), output_field=CharField())


def _part(author: Author, names: set[str]) -> None:
    # Else the name that was private would be printed on the author's page.
    places = Authorship.objects.filter(author=author)
    if names and places.exclude(name__in=names).exists():
        asked_for = Mine.objects.filter(author=author, work=OuterRef("work"), name=OuterRef("name"))
        places.filter(~Exists(asked_for), name__in=names).update(author=None)


def _known(authors: Sequence[int]) -> Mapping[int, list[Signature]]:
    known: dict[int, list[Signature]] = {author: [] for author in authors}
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [list(authors)])
        for author, pk, work, name, identifiers, team in cursor:
            own = block_part(member_of(name))
            teammates = frozenset(member for member in team if block_part(member) != own)
            known[author].append(Signature(pk, work, name, teammates, tuple(identifiers), ""))
    return known


def _bylines(works: set[int]) -> Mapping[int, list[tuple[int, str]]]:
    beside: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for work, pk, name in Authorship.objects.filter(work__in=works).values_list("work", "pk", "name"):
        beside[work].append((pk, name))
    return beside


def _holds(signature: Signature, author: int, known: Sequence[Signature], beside: Sequence[str]) -> bool:
    others = [one for one in known if one.id != signature.id]
    names = {one.name for one in others}
    # Somebody beside it who may be the author by the name that everybody knows comes first.
    if author in signature.barred or any(are_compatible(name, other) for name in names for other in beside):
        return False
    orcids = {orcid for one in [signature, *others] for orcid in with_scheme(one, ORCID_SCHEME)}
    evidence = {key for one in others for key in shown_by(one)}
    return len(orcids) <= 1 and not evidence.isdisjoint(sought(signature))
