"""What a holder does with the works of their record: feature, hide, disown, take back, add."""

from collections.abc import Mapping, Sequence

from django.db.models import Max

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.retries import retried
from profiles.claims.models import OPEN_STATES, Claim, ClaimState
from profiles.researchers.editing.services import own_act
from profiles.researchers.models import Researcher, WorkChoice
from works.identity import partings
from works.models import Author, Authorship

FEATURED_MOST = 5
KINDS = frozenset(WorkChoice.Kind.values)
# A draft is nobody's word yet.
ASKED_FOR = [state for state in OPEN_STATES if state != ClaimState.DRAFT]


class TooManyFeatured(Exception):
    """At most five works come first."""


class HeldElsewhere(Exception):
    """Somebody else holds the record on which this place is listed: moderators decide that, not one of the two."""


@retried
def choose(*, author: Author, account: User, version: int, choices: Mapping[int, str]) -> None:
    """For each of these works: `featured`, `hidden`, or anything else for neither; other works stay as they are.

    Works on which the author does not stand are passed over. Raises TooManyFeatured, and as `own_act`.
    """
    with own_act(author=author, account=account, act="works chosen", waits=True, version=version) as own:
        on_record = Authorship.objects.filter(author=author, work__in=list(choices))
        mine = set(on_record.values_list("work_id", flat=True))
        _store(own.researcher, {work: kind for work, kind in choices.items() if work in mine})
        featured = WorkChoice.objects.filter(researcher=own.researcher, kind=WorkChoice.Kind.FEATURED)
        if featured.count() > FEATURED_MOST:
            raise TooManyFeatured


@retried
def disown(*, author: Author, account: User, work_ids: Sequence[int]) -> int:
    """These works are not the holder's: each place goes to a record of its own, for good; gives how many.

    Raises as `own_act`.
    """
    with own_act(author=author, account=account, act="not mine", waits=True) as own:
        parted = partings.disown(author=author, work_ids=work_ids)
        WorkChoice.objects.filter(researcher=own.researcher, work__in=parted).delete()
        for work_id in parted:
            journal.write(act="not mine", actor=account, object_kind="work", object_id=work_id)
    return len(parted)


@retried
def take_back(*, author: Author, account: User, work_id: int) -> None:
    """Undo of `disown`, within 30 days. Raises HeldElsewhere, and as `own_act` and `partings.take_back`."""
    with own_act(author=author, account=account, act="mine after all", waits=True):
        _check_free(partings.disowned_place(author=author, work_id=work_id))
        partings.take_back(author=author, work_id=work_id)
        journal.write(act="mine after all", actor=account, object_kind="work", object_id=work_id)


@retried
def add(*, author: Author, account: User, authorship_id: int) -> None:
    """This place on a byline is the holder's. Raises HeldElsewhere, and as `own_act` and `partings.ask_for`."""
    with own_act(author=author, account=account, act="work added", waits=True) as own:
        place = partings.place_or_not_there(authorship_id)
        _check_free(place)
        partings.ask_for(author=author, authorship_id=authorship_id, also=own.researcher.former_names)
        journal.write(act="work added", actor=account, object_kind="work", object_id=place.work_id)


def _store(researcher: Researcher, choices: Mapping[int, str]) -> None:
    """What stays as it was keeps its place among the featured; what is new comes after."""
    standing = dict(researcher.choices.filter(work__in=list(choices)).values_list("work_id", "kind"))
    changed = {work: kind for work, kind in sorted(choices.items()) if standing.get(work, "") != kind}
    WorkChoice.objects.filter(researcher=researcher, work__in=list(changed)).delete()
    last = researcher.choices.aggregate(last=Max("place"))["last"] or 0
    WorkChoice.objects.bulk_create(
        WorkChoice(researcher=researcher, work_id=work, kind=kind, place=last + place)
        for place, (work, kind) in enumerate(changed.items(), start=1)
        if kind in KINDS
    )


def _check_free(place: Authorship) -> None:
    """Nobody holds, or is asking for, the record on which this place is listed. Raises HeldElsewhere."""
    holder = place.author_id
    if holder is None:
        return
    is_held = Researcher.objects.select_for_update().filter(author=holder).exists()
    if is_held or Claim.objects.filter(author=holder, state__in=ASKED_FOR).exists():
        raise HeldElsewhere
