"""What the buttons of a work show."""

from dataclasses import dataclass

from bzpeer.accounts.models import User
from profiles.curation.models import WorkMark
from works.models import Work

# Fewer would tell who it was.
SHOWN_FROM = 5


@dataclass(frozen=True, slots=True)
class Marks:
    """Counts, None while they are small; `own` is True for who likes the work, False for who dislikes it."""

    likes: int | None = None
    dislikes: int | None = None
    own: bool | None = None
    is_own_work: bool = False


def marks_of(work: Work, *, account: User | None = None, is_own_work: bool = False) -> Marks:
    """The buttons of this work, read with its figures; one query for an account, none for nobody."""
    figures = getattr(work, "feedback", None)
    own = WorkMark.objects.filter(account=account, work=work) if account else None
    return marks(
        figures.likes if figures else 0,
        figures.dislikes if figures else 0,
        own=own.values_list("is_like", flat=True).first() if own else None,
        is_own_work=is_own_work,
    )


def marks(likes: int, dislikes: int, *, own: bool | None, is_own_work: bool = False) -> Marks:
    """The same from counts at hand."""
    return Marks(_shown(likes), _shown(dislikes), own, is_own_work)


def _shown(number: int) -> int | None:
    return number if number >= SHOWN_FROM else None
