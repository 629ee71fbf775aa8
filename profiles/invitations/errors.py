"""Why an act on an invitation was refused."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from profiles.invitations.rules import Refusal


class CannotInvite(Exception):
    """This person cannot be invited now; `wait` is how long a limit lasts."""

    def __init__(self, refusal: Refusal, wait: timedelta | None = None) -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.wait = max(1, int(wait.total_seconds())) if wait else 0


class MovedOn(Exception):
    """The invitation is in another state by now: 409, nothing was changed."""

    words = _("This invitation has moved on meanwhile, so nothing was changed.")
