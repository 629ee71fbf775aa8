"""What people read about invitations: states, refusals."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.invitations.models import InvitationState as State
from profiles.invitations.rules import Refusal

REFUSALS: dict[str, Promise] = {
    Refusal.UNCLAIMED: _("Claim this author entity first to unlock direct invitations."),
    Refusal.OWN: _("This is your own record. Nobody invites themselves."),
    Refusal.NO_RECORD: _("Whoever invites somebody holds a record themselves. Claim yours first."),
    Refusal.LOW_LEVEL: _("Invitations open at verification level L2. Add a proof to your claim first."),
    Refusal.HALF_OPEN: _("In the first week others may still object to your claim. Invitations open after it."),
    Refusal.UNDER_REVIEW: _("Moderators are deciding a question about your record. Invitations open after it."),
    Refusal.STOPPED: _("Moderators have found that your words were not right. You can invite and write again later."),
    Refusal.KEPT_AWAY: _("You have blocked this person. Unblock them first, if you want to write to them."),
    Refusal.NOT_TAKING: _("This researcher is not taking invitations at the moment."),
    Refusal.OPEN_ALREADY: _("You have invited this person already, and the invitation is still open."),
    Refusal.THEY_ASKED: _("This person has invited you, and waits for your answer."),
    Refusal.DECLINED: _("This person has declined an invitation of yours. You can ask again after a year."),
    Refusal.TOO_SOON: _("You have invited this person within the last 90 days. One invitation in that time is enough."),
    Refusal.WEEK_FULL: _("You have sent as many invitations as you may within a week. What you typed is still here."),
}
# The page is public and the act is not theirs: 403. Things as they stand are in the way: 409. A limit: 429.
FORBIDDEN = (
    Refusal.NO_RECORD, Refusal.LOW_LEVEL, Refusal.HALF_OPEN, Refusal.UNDER_REVIEW, Refusal.STOPPED, Refusal.NOT_TAKING,
)  # fmt: skip
LIMITS = (Refusal.TOO_SOON, Refusal.WEEK_FULL)

# As the sender reads them: that they were blocked is nothing they are told.
TO_SENDER: dict[str, Promise] = {
    State.SENT: _("Sent, not answered yet"),
    State.LATER: _("They ask for more time"),
    State.ACCEPTED: _("Accepted"),
    State.DECLINED: _("Declined"),
    State.BLOCKED: _("Declined"),
    State.WITHDRAWN: _("Withdrawn by you"),
    State.EXPIRED: _("Ended without an answer"),
}
TO_RECIPIENT: dict[str, Promise] = {
    State.SENT: _("Waits for your answer"),
    State.LATER: _("You asked for more time"),
    State.ACCEPTED: _("Accepted by you"),
    State.DECLINED: _("Declined by you"),
    State.BLOCKED: _("You have blocked the sender"),
    State.WITHDRAWN: _("Withdrawn by the sender"),
    State.EXPIRED: _("Ended without an answer"),
}


def status_of(refusal: Refusal) -> int:
    """The status of the page that says so."""
    if refusal in FORBIDDEN:
        return 403
    return 429 if refusal in LIMITS else 409
