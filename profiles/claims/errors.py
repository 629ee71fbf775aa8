"""Why an act on a claim was refused."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An act that cannot be done as things stand: 409, with a sentence for the person."""

    words = _("This claim has moved on meanwhile, so nothing was changed.")


class RecordHeld(Refused):
    """Somebody holds the record: the desk reverses that claim in the same transaction, or waits."""

    words = _("Somebody holds this record already.")


class HoldsAnother(Refused):
    """The record is the one that the account holds."""

    words = _("You already hold this record.")


class TooLate(Refused):
    """The time in which this could be done is over."""

    words = _("The time in which this could be done is over.")


class Once(Refused):
    """This can be done once only."""

    words = _("This can be done once, and it has been done.")


class NothingBrought(Refused):
    """A claim is sent with at least one piece of evidence."""

    words = _("Bring at least one piece of evidence first.")


class NotYours(Refused):
    """The one who acts has no right to."""

    words = _("This is not yours to do.")


class TooMany(Exception):
    """A limit counted in the database is reached: 429; what was typed or begun is kept."""

    def __init__(self, wait: timedelta, words: str) -> None:
        super().__init__(words)
        self.wait = max(1, int(wait.total_seconds()))
        self.words = words
