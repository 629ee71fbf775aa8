"""Why something was not written."""

from django.utils.translation import gettext_lazy as _


class Closed(Exception):
    """The other side has left, or is to be left alone; whoever was blocked is told no more than that: 409."""

    words = _("This conversation is closed: nothing more can be written in it. What you typed is still here.")


class Stopped(Closed):
    """Moderators keep the account from writing for a while."""

    words = _("Moderators have stopped you from writing for 90 days, for words that were reported.")
