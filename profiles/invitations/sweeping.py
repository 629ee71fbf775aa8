"""What time does to invitations, by the database's clock: the one reminder, and the end."""

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from profiles.invitations import telling
from profiles.invitations.models import OPEN_STATES, Invitation, InvitationState as State
from profiles.invitations.moving import CLOCK, move_locked
from profiles.invitations.rules import REMINDED_BEFORE

AT_ONCE = 200


def sweep() -> None:
    """Invitations that ran out end, and so do those one side of which holds no record any more; others remind once."""
    _end()
    _remind()


@transaction.atomic
def _end() -> None:
    is_over = Q(expires_at__lte=Now()) | Q(sender__researcher=None) | Q(recipient__researcher=None)
    ids = list(Invitation.objects.filter(is_over, state__in=OPEN_STATES).values_list("pk", flat=True)[:AT_ONCE])
    open_still = Invitation.objects.select_for_update(no_key=True, skip_locked=True)
    for invitation in open_still.filter(pk__in=ids, state__in=OPEN_STATES).order_by("pk"):
        move_locked(invitation, to=State.EXPIRED, by=CLOCK)


@transaction.atomic
def _remind() -> None:
    near = Invitation.objects.filter(
        state__in=OPEN_STATES, reminded_at=None, expires_at__lte=Now() + REMINDED_BEFORE, recipient__isnull=False
    )
    due = near.select_for_update(no_key=True, skip_locked=True).order_by("pk")[:AT_ONCE]
    for invitation in list(due):
        telling.remind(invitation)
        Invitation.objects.filter(pk=invitation.pk).update(reminded_at=Now())
