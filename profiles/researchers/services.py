"""Writes on the owner's side of a record: it appears with an approved claim and goes with it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.journal.models import JournalEntry
from profiles.claims import clock, levels
from profiles.claims.models import Claim, ClaimState
from profiles.follows import services as follows
from profiles.researchers import former_names
from profiles.researchers.models import Researcher, WorkChoice
from profiles.researchers.photos import store as photos
from profiles.trust.score import CONFIRMED_LEVEL
from works.identity import holding
from works.models import Author, Institution, Work

# Openness has to be said again after a year.
OPEN_FOR = timedelta(days=365)
# What a holder wrote, as it is kept while a decision about them is taken back and made again.
KEPT = (
    "bio", "pronouns", "photo", "links", "institution_id", "is_open", "invites", "hides_score", "hides_from_engines",
    "hidden_fields", "former_names",
)  # fmt: skip
SET_ASIDE = "record set aside"

# A target that is held already keeps its holder: two holders of one person are for moderators to decide.
CARRY_OVER = """
UPDATE profiles_researcher r SET author_id = m.new_id
FROM (
    SELECT DISTINCT ON (new_id) old_id, new_id FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS t(old_id, new_id)
    JOIN profiles_researcher h ON h.author_id = t.old_id ORDER BY new_id, old_id
) m
WHERE r.author_id = m.old_id AND NOT EXISTS (SELECT FROM profiles_researcher t WHERE t.author_id = m.new_id)
"""


@transaction.atomic
def take_charge(*, claim: Claim) -> Researcher:
    """The account of an approved claim holds its record from now on, with the level of its proofs; twice is once.

    What it wrote before the approval was taken back stands again. Called in the transaction of the approval, with
    the author's row locked.
    """
    researcher, is_new = Researcher.objects.get_or_create(
        author=claim.author, account=claim.account, defaults={"open_until": clock.now() + OPEN_FOR, "level": 0}
    )
    if is_new:
        _restore(researcher)
        former_names.hand_over(author=claim.author)
        holding.hold(author=claim.author)
        follows.unfollow(account=claim.account, author=claim.author)
        _write("record held", claim.account, claim.author)
    levels.refresh_level(author=claim.author, reason="claim approved")
    researcher.refresh_from_db()
    return researcher


@transaction.atomic
def give_up(*, author: Author, keep: bool = False, reason: str = "claim ended") -> None:
    """Nobody holds the record any more: what the holder wrote goes, and the level that their proofs gave.

    With `keep` it is set aside, erasable, for the same account to have it again. Nothing happens to a record
    that nobody holds. Called with the author's row locked.
    """
    researcher = Researcher.objects.select_for_update().filter(author=author).select_related("account").first()
    if researcher is None:
        return
    if keep:
        _set_aside(researcher)
    else:
        _write("record given back", researcher.account, author)
        photos.forget(researcher.photo)
    if researcher.level >= CONFIRMED_LEVEL:
        levels.mark_readers(researcher=researcher, reason=reason)
    researcher.delete()
    former_names.hand_over(author=author)
    holding.let_go(author=author)
    levels.refresh_snapshot(author_id=author.pk, reason=reason)


def carry_over(*, moves: Mapping[int, int]) -> None:
    """Holders of records that went into others (old id → new id) go along; called before the old rows go."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CARRY_OVER, {"old": list(moves), "new": list(moves.values())})
    for author in Author.objects.filter(pk__in=set(moves.values()), researcher__isnull=False):
        former_names.hand_over(author=author)


def go_along(*, author: Author, new: Author) -> None:
    """The holder of a record whose smaller part, theirs, was given the new address goes with it, claim and all."""
    Researcher.objects.filter(author=author).update(author=new)
    for claim in Claim.objects.filter(author=author, state__in=(ClaimState.APPROVED, ClaimState.JOINED)):
        claim.cases.update(author=new)
        Claim.objects.filter(pk=claim.pk).update(author=new)


def _set_aside(researcher: Researcher) -> None:
    choices = researcher.choices.order_by("pk").values_list("work_id", "kind", "place")
    kept: dict[str, Any] = {field: getattr(researcher, field) for field in KEPT}
    _write(SET_ASIDE, researcher.account, researcher.author, words=kept | {"choices": [list(one) for one in choices]})


def _restore(researcher: Researcher) -> None:
    entries = JournalEntry.objects.filter(
        object_kind="author", object_id=researcher.author_id, act__in=(SET_ASIDE, "record given back")
    )
    last = entries.filter(actor_id=researcher.account_id).select_related("detail").order_by("-pk").first()
    if last is None or last.act != SET_ASIDE or not hasattr(last, "detail"):
        return
    kept = dict(last.detail.words)
    choices = kept.pop("choices")
    for field, value in kept.items():
        setattr(researcher, field, value)
    if researcher.institution_id and not Institution.objects.filter(pk=researcher.institution_id).exists():
        researcher.institution_id = None
    researcher.save()
    left = set(Work.objects.filter(pk__in=[work for work, _, _ in choices]).values_list("pk", flat=True))
    WorkChoice.objects.bulk_create(
        WorkChoice(researcher=researcher, work_id=work, kind=kind, place=place)
        for work, kind, place in choices
        if work in left
    )


def _write(act: str, account: User, author: Author, words: dict[str, Any] | None = None) -> None:
    journal.write(act=act, actor=account, object_kind="author", object_id=author.pk, words=words)


def attached_to(author_ids: Sequence[int]) -> set[int]:
    """Those of these authors whom somebody holds, claims, follows (by mail too), reports or disputes."""
    authors = Author.objects.filter(pk__in=author_ids)
    reasons = Q(researcher__isnull=False) | Q(claims__isnull=False) | Q(follows__isnull=False)
    reasons |= Q(mail_subscriptions__isnull=False)
    return set(authors.filter(reasons | Q(reports__isnull=False) | Q(cases__isnull=False)).values_list("pk", flat=True))


def move_institutions(moves: Mapping[int, int]) -> None:
    """Holders who chose an institution (old id) are at the one that took it over (new id)."""
    for old, new in moves.items():
        Researcher.objects.filter(institution=old).update(institution=new)


def move_works(moves: Mapping[int, int]) -> None:
    """Choices about a work (old id) are about the work that it is (new id), unless one is about that already."""
    for old, new in moves.items():
        chosen = WorkChoice.objects.filter(work=new).values("researcher")
        WorkChoice.objects.filter(work=old).exclude(researcher__in=chosen).update(work=new)
