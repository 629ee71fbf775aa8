"""What an invitation says, part by part, as pages and files show it."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _, ngettext

from profiles.invitations.models import Invitation, Purpose

Said = Iterator[tuple[str | Promise, str]]


def said_in(invitation: Invitation) -> Said:
    """Label and words, in the order of the form; parts that were left empty are left out."""
    yield _("Purpose"), str(Purpose(invitation.purpose).label)
    yield _("Question"), invitation.question
    yield _("What is brought"), invitation.brings
    yield _("What is asked"), invitation.asks
    hours = ngettext("%(count)d hour", "%(count)d hours", invitation.hours) % {"count": invitation.hours}
    yield _("Time it takes"), hours
    yield _("First step"), invitation.first_step
    if invitation.work:
        yield _("About"), invitation.work.title
    elif invitation.topic:
        yield _("About"), invitation.topic.name
    if invitation.wanted_by:
        yield _("Until"), date_format(invitation.wanted_by, "j F Y")
