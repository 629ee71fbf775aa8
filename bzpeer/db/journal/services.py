"""Writing the journal, and erasing what an entry says in words."""

import secrets
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from bzpeer.db.journal.digests import digest_of, plain
from bzpeer.db.journal.models import JournalDetail, JournalEntry

SALT_BYTES = 16


def write(
    *,
    act: str,
    actor: AbstractBaseUser | str,
    object_kind: str,
    object_id: int,
    reason: str = "",
    before: str = "",
    after: str = "",
    words: dict[str, Any] | None = None,
) -> JournalEntry:
    """Say in the current transaction who did what to which object; one query, two with words.

    `actor` is an account, or who else acted: `rule institution-mail`, `clock`, `importer`. Names, addresses and
    what people wrote go into `words` alone, which can be erased. Raises TypeError for words that JSON cannot hold.
    """
    told = plain(words or {})
    salt = secrets.token_bytes(SALT_BYTES)
    entry = JournalEntry.objects.create(
        act=act,
        actor_id=None if isinstance(actor, str) else actor.pk,
        actor_name=actor if isinstance(actor, str) else "",
        object_kind=object_kind,
        object_id=object_id,
        reason=reason,
        before=before,
        after=after,
        detail_digest=digest_of(told, salt=salt) if told else b"",
    )
    if told:
        JournalDetail.objects.create(entry=entry, salt=salt, words=told)
    return entry


def erase_words(*, object_kind: str, object_id: int) -> int:
    """Delete for good what the object's entries say in words; the entries and their chain stay true. Gives how many."""
    erased, _ = JournalDetail.objects.filter(entry__object_kind=object_kind, entry__object_id=object_id).delete()
    return erased
