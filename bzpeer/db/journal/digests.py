"""The bytes that the journal's digests are made of: one text for one entry, on every machine and in every year."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from bzpeer.db.journal.models import JournalEntry

# What the first entry of the chain follows.
BEGINNING = bytes(32)


def plain(words: dict[str, Any]) -> dict[str, Any]:
    """The same words as JSON keeps them: dates, lazy texts and fractions as text. Raises TypeError for the rest.

    Fractions would come back from the database in another spelling, and the digest would be false.
    """
    read: dict[str, Any] = json.loads(json.dumps(words, cls=DjangoJSONEncoder), parse_float=str)
    return read


def digest_of(words: dict[str, Any], *, salt: bytes) -> bytes:
    """SHA-256 of the salt and the words, which are `plain`."""
    return hashlib.sha256(salt + _canonical(words)).digest()


def chained(previous: bytes, entry: JournalEntry) -> bytes:
    """SHA-256 of the hash before and everything the entry says."""
    return hashlib.sha256(previous + _canonical(_said(entry))).digest()


def _said(entry: JournalEntry) -> list[Any]:
    return [
        entry.pk,
        entry.act,
        entry.actor_id,
        entry.actor_name,
        entry.object_kind,
        entry.object_id,
        entry.reason,
        entry.before,
        entry.after,
        bytes(entry.detail_digest).hex(),
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
    ]


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
