"""Why somebody may not write of a work, or not now."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.curation.models import Comment, Review


class Refusal(Exception):
    """What cannot be done, as the page that says so: a title, a sentence, and where on the work's page it goes on."""

    title: Promise
    words: Promise
    status = 409
    place = ""


class NotYet(Exception):
    """Something is needed first: 403, with the way there. `needs_level` is a record at L2, else any record held."""

    def __init__(self, *, needs_level: bool) -> None:
        super().__init__("level" if needs_level else "record")
        self.needs_level = needs_level


class Changed(Exception):
    """The text was changed since the form was shown: 409; `stands` is how it stands now."""

    def __init__(self, stands: Review | Comment) -> None:
        super().__init__(f"version {stands.version}")
        self.stands = stands


class Apart(Refusal):
    """One of the two keeps the other away: neither answers the other. It does not say who."""

    status = 403
    title = _("You cannot answer this")
    words = _(
        "Answers between the two of you are not possible. Nothing was changed; the work stays open to your own comment."
    )


class OwnWork(Refusal):
    """Nobody speaks for the works of the record they hold."""

    title = _("This work is in your own record")
    words = _("What others think of a work is for others to say. Nothing was changed.")


class TooLate(Refusal):
    """A comment can be changed for fifteen minutes only."""

    title = _("This can no longer be changed")
    words = _("A comment can be changed for fifteen minutes. You can still remove it, or answer it.")
    place = "#discussion"
