"""Why an act on an import was refused."""

from django.utils.translation import gettext_lazy as _

from profiles.claims.errors import Refused
from works.models import ImportRun


class Busy(Refused):
    """One import of a source at a time: `run` is at it."""

    words = _("Another import of this source is running, so nothing was changed.")

    def __init__(self, run: ImportRun) -> None:
        super().__init__()
        self.run = run


class NotNow(Refused):
    """The run is not in a state in which this can be done."""

    words = _("The import went on meanwhile, so nothing was changed. This is how it stands now.")
