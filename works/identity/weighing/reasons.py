"""Why each place is its author's, kept for the page that says so; written anew for authors whose places changed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db.models import Q
from django.db.models.functions import Now

from works.identity.clusters import LIST_SCHEME
from works.identity.model.signatures import Link
from works.identity.models import LikelyPair, PlaceReason
from works.identity.weighing.block import Weighed, links
from works.identity.weighing.links import weigh_later
from works.record.models import Authorship

Actor = PlaceReason.Actor
# What one place is held by now: its author, and whether a person said so.
State = tuple[int, bool]
SHOWN = 12


def refresh(weighed: Mapping[str, Weighed], pinned: Collection[int]) -> int:
    """Reasons of the blocks' authors, where anything changed; gives how many were written. Four queries."""
    now: dict[str, dict[int, State]] = defaultdict(dict)
    told = {signature.id for one in weighed.values() for signature in one.block.signatures}
    places = Authorship.objects.filter(block__in=weighed, author__isnull=False).values_list("block", "pk", "author")
    for block, pk, author in places:
        if pk in told:
            now[block][pk] = (author, pk in pinned)
    stored: dict[str, dict[int, tuple[State, str]]] = defaultdict(dict)
    rows = PlaceReason.objects.filter(block__in=weighed)
    for block, pk, author, actor, version in rows.values_list("block", "authorship", "author", "actor", "version"):
        stored[block][pk] = ((author, actor == Actor.PERSON), version)
    made = [
        row
        for block, one in weighed.items()
        for row in _of_block(block, one, now[block], stored.get(block, {}), pinned)
    ]
    stale = [pk for block, kept in stored.items() for pk in kept if pk not in now[block]]
    PlaceReason.objects.filter(Q(pk__in=stale) | Q(pk__in=[row.pk for row in made])).delete()
    PlaceReason.objects.bulk_create(made, batch_size=2_000)
    return len(made)


def _of_block(
    block: str,
    weighed: Weighed,
    now: Mapping[int, State],
    stored: Mapping[int, tuple[State, str]],
    pinned: Collection[int],
) -> Iterator[PlaceReason]:
    version = weighed.block.weights.version
    members: dict[int, list[int]] = defaultdict(list)
    for pk, (author, _) in now.items():
        members[author].append(pk)
    before: dict[int, dict[int, tuple[State, str]]] = defaultdict(dict)
    for pk, kept in stored.items():
        before[kept[0][0]][pk] = kept
    changed = [
        group
        for author, group in members.items()
        if (len(group) > 1 or group[0] in pinned) and before[author] != {pk: (now[pk], version) for pk in group}
    ]
    mainly = {member: members[0] for members in weighed.careful for member in members}
    identifiers = {signature.id: signature.identifiers for signature in weighed.block.signatures}
    largest = {now[group[0]][0]: _largest(group, mainly) for group in changed}
    for link in links(weighed, changed).links():
        pk = int(link.signature)
        author = now[pk][0]
        told = identifiers[pk] & identifiers.get(link.nearest or 0, frozenset())
        by_rule = Actor.RULE if mainly[pk] == largest[author] else Actor.MODEL
        yield PlaceReason(
            authorship=pk, author=author, block=block, nearest=link.nearest, probability=round(link.probability, 4),
            addends=_addends(link, told), actor=Actor.PERSON if pk in pinned else by_rule, version=version,
            made_at=Now(),
        )  # fmt: skip


def _largest(group: Sequence[int], mainly: Mapping[int, int]) -> int:
    careful = [mainly[member] for member in group]
    return max(careful, key=lambda first: (careful.count(first), -first))


def _addends(link: Link, shared: Collection[str]) -> list[list[object]]:
    """A list that both were on says nothing to the model, but it may be what brought them together."""
    told: list[list[object]] = [[one.kind, one.detail, one.addend] for one in link.reasons[:SHOWN]]
    lists = sorted(name.removeprefix(LIST_SCHEME) for name in shared if name.startswith(LIST_SCHEME))
    return [*told, ["list", lists[0], 0.0]] if lists else told


def forget(works: Collection[int]) -> None:
    """Nothing that was told about these works is kept: somebody on their bylines is withheld from now on."""
    places = list(Authorship.objects.filter(work__in=works).values_list("pk", flat=True))
    PlaceReason.objects.filter(Q(authorship__in=places) | Q(nearest__in=places)).delete()
    authors = Authorship.objects.filter(work__in=works, author__isnull=False).values("author")
    LikelyPair.objects.filter(Q(one__in=authors) | Q(other__in=authors)).update(addends=[])
    blocks = Authorship.objects.filter(work__in=works).exclude(block="").values_list("block", flat=True)
    weigh_later(set(blocks))
