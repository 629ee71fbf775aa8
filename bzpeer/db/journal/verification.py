"""Walking the chain over the journal: the first place where it does not hold."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from bzpeer.db.journal.digests import BEGINNING, chained, digest_of
from bzpeer.db.journal.models import JournalDetail, JournalEntry, JournalSeal

BATCH = 1_000


@dataclass(frozen=True)
class Verdict:
    """Sealed entries that hold, the first fault in words (or empty), the newest hash, and entries not sealed yet."""

    checked: int
    fault: str
    newest: bytes
    unsealed: int


@dataclass(frozen=True)
class _Link:
    seal: JournalSeal
    # None when the row is gone.
    entry: JournalEntry | None
    # None when there was none, or it was erased.
    detail: JournalDetail | None


def verify() -> Verdict:
    """Check every sealed entry, in order, up to the first fault. What was cut off the end shows in `newest` alone:
    compare it with the hashes in the logs.
    """
    checked, newest, last_id, fault = 0, BEGINNING, 0, ""
    for link in _links():
        fault = _order_fault(link.seal, number=checked + 1, after=last_id) or _entry_fault(link, previous=newest)
        if fault:
            break
        checked, newest, last_id = checked + 1, bytes(link.seal.hash), link.seal.entry_id
    unsealed = JournalEntry.objects.filter(seal=None)
    return Verdict(
        checked=checked,
        fault=fault or _late_fault(unsealed.filter(id__lt=last_id).order_by("id").first()),
        newest=newest,
        unsealed=unsealed.count(),
    )


def _links() -> Iterator[_Link]:
    # In pieces: a journal of years does not fit into the memory of a command.
    number = -1
    while seals := list(JournalSeal.objects.filter(number__gt=number).order_by("number")[:BATCH]):
        number = seals[-1].number
        ids = [seal.entry_id for seal in seals]
        entries, details = JournalEntry.objects.in_bulk(ids), JournalDetail.objects.in_bulk(ids)
        for seal in seals:
            yield _Link(seal, entries.get(seal.entry_id), details.get(seal.entry_id))


def _order_fault(seal: JournalSeal, *, number: int, after: int) -> str:
    if seal.number != number:
        return f"Number {number} is missing, before entry {seal.entry_id}"
    if seal.entry_id <= after:
        return f"Entry {seal.entry_id} stands after entry {after}"
    return ""


def _entry_fault(link: _Link, *, previous: bytes) -> str:
    name = f"Entry {link.seal.entry_id} (number {link.seal.number})"
    if link.entry is None:
        return f"{name} was deleted"
    if not hmac.compare_digest(chained(previous, link.entry), bytes(link.seal.hash)):
        return f"{name} was changed, or its seal was"
    if link.detail and digest_of(link.detail.words, salt=bytes(link.detail.salt)) != bytes(link.entry.detail_digest):
        return f"{name} has words that were changed"
    return ""


def _late_fault(entry: JournalEntry | None) -> str:
    return f"Entry {entry.pk} lost its seal, or was added between sealed ones" if entry else ""
