"""Why records are not joined or parted as things stand: 409, with a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.claims.errors import Refused
from works.identity import errors as identity


class CannotJoin(Refused):
    """The record itself forbids it; `words` say why."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))
        self.words = words  # type: ignore[assignment]


class TwoHolders(Refused):
    """Two people hold the two records: moderators first decide whose they are."""

    words = _(
        "Both records are held, by different people. They are not merged before it is decided who holds which: "
        "report a wrong claim on one of them."
    )


class UnderDispute(Refused):
    """It is being decided who holds one of the records."""

    words = _("Moderators are deciding a question about who holds one of these records. Until then it stays as it is.")


class StillHalfOpen(Refused):
    """A holder in the first week after the approval."""

    words = _("In the first week after your claim was accepted others may still object. This opens after it.")


@contextmanager
def in_words() -> Iterator[None]:
    """What the record refuses, as every refusal of this app is told."""
    try:
        yield
    except identity.Refused as refused:
        raise CannotJoin(refused.words) from refused
