"""Reading the journal: the history of one object, in words for the one who looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from bzpeer.db.journal.models import JournalDetail, JournalEntry

RULE = "rule "


@dataclass(frozen=True)
class HistoryLine:
    """One act of a history; `words` is empty when there were none or they were erased."""

    act: str
    who: str
    at: datetime
    reason: str
    before: str
    after: str
    words: Mapping[str, Any]
    entry_id: int
    actor_id: int | None


def history(
    object_kind: str,
    object_id: int,
    *,
    viewer: AbstractBaseUser | AnonymousUser | None = None,
    people: Mapping[int, str] | None = None,
) -> list[HistoryLine]:
    """What happened to the object, oldest first; one query.

    The viewer is "you"; other accounts are called as `people` has it, by their id (`{claim.account_id: "the
    claimant"}`), and "a moderator" where it has nothing: no name stands in the journal.
    """
    entries = JournalEntry.objects.filter(object_kind=object_kind, object_id=object_id).select_related("detail")
    named = dict(people or {})
    if viewer is not None and viewer.pk:
        named[viewer.pk] = _("you")
    return [_line(entry, named) for entry in entries.order_by("id")]


def _line(entry: JournalEntry, named: Mapping[int, str]) -> HistoryLine:
    return HistoryLine(
        act=entry.act,
        who=_who(entry, named),
        at=entry.at,
        reason=entry.reason,
        before=entry.before,
        after=entry.after,
        words=_words(entry),
        entry_id=entry.pk,
        actor_id=entry.actor_id,
    )


def _who(entry: JournalEntry, named: Mapping[int, str]) -> str:
    if entry.actor_id is not None:
        return named.get(entry.actor_id, _("a moderator"))
    if entry.actor_name.startswith(RULE):
        return _("rule %(name)s") % {"name": entry.actor_name.removeprefix(RULE)}
    return entry.actor_name


def _words(entry: JournalEntry) -> Mapping[str, Any]:
    try:
        words: Mapping[str, Any] = entry.detail.words
    except JournalDetail.DoesNotExist:
        return {}
    return words
