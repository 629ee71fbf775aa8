"""Why two records do not become one, or one two: each with a sentence for the person who asked."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from works.identity.models import AuthorChange


class Refused(Exception):
    """The record stays as it is: 409, with a sentence."""

    words: str | Promise = gettext_lazy("The record has changed meanwhile, so nothing was changed.")


class AlreadyOne(Refused):
    """A record merged into itself, or one that went into another before."""

    words = gettext_lazy("These two are already one record.")


class NotThere(Refused):
    """One of the records was removed, or the change is not there to be undone."""

    words = gettext_lazy("One of these records is not there any more, so nothing was changed.")


class OnOneWork(Refused):
    """Both stand on one byline, and nobody stands twice on one."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.words = _("Both are authors of “%(title)s”, and nobody stands twice on one byline.") % {"title": title}


class TwoIds(Refused):
    """Different ORCID iDs are different people, until one of them is found to be on the wrong record."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(", ".join(ids))
        self.words = _(
            "These records carry different ORCID iDs (%(ids)s). If one is on the wrong record, split it off first."
        ) % {"ids": ", ".join(ids)}


class NotAPart(Refused):
    """A split takes some of the places, neither none nor all."""

    words = gettext_lazy("Choose some of the works, but not all: both records need at least one.")


class RestsOn(Refused):
    """A later change is about one of the same records: it has to be undone first."""

    def __init__(self, later: AuthorChange) -> None:
        super().__init__(str(later))
        given = {"number": later.pk}
        self.words = (
            _("Merge %(number)d came later and rests on this. Undo that one first.") % given
            if later.kind == AuthorChange.Kind.MERGE
            else _("Split %(number)d came later and rests on this. Undo that one first.") % given
        )


class NothingKept(Refused):
    """What the change moved is kept no longer: somebody whom it names was erased."""

    words = gettext_lazy("Somebody on these records was erased at their request, so this cannot be undone any more.")


class UndoneAlready(Refused):
    """A change is taken back once."""

    words = gettext_lazy("This was undone already.")
