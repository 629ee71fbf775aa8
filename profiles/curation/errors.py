"""Why somebody may not write of a work, or not now."""

from profiles.curation.models import Comment, Review


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


class Apart(Exception):
    """One of the two keeps the other away: neither answers the other. 403, which does not say who."""


class TooLate(Exception):
    """A comment can be changed for fifteen minutes only: 409."""
