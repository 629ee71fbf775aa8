"""Why an act at the desk was refused."""

from django.utils.translation import gettext_lazy as _

from profiles.claims.errors import Refused


class AlreadyDecided(Refused):
    """The case is closed, or this moderator has decided it already."""

    words = _("This case was decided meanwhile, so nothing was changed.")


class CannotUndo(Refused):
    """The thirty days are over, or a later decision rests on this one."""

    words = _("This decision can no longer be undone: the 30 days are over, or a later decision followed.")


class NotHeld(Refused):
    """Only an approved claim can be reversed."""

    words = _("This claim is not approved any more, so there is nothing to reverse.")


class ConflictOfInterest(Exception):
    """The record ties this moderator to one side: 404, and a line in the journal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
