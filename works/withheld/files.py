"""The list as a file beside the backups: a line of JSON for each hash, with neither names nor works in it."""

import json
from collections.abc import Iterable
from typing import IO

from django.db import transaction

from works.withheld.models import ErasedDigest
from works.withheld.services import apply_list


class NoList(ValueError):
    """The file is not one that `export_list` wrote; nothing was changed."""


def export_list(file: IO[str]) -> int:
    """Write the whole list, in one order; gives how many lines."""
    rows = ErasedDigest.objects.order_by("person", "digest")
    for row in rows.iterator():
        work = bytes(row.work).hex() if row.work is not None else None
        file.write(json.dumps({"person": row.person, "digest": bytes(row.digest).hex(), "work": work}) + "\n")
    return rows.count()


@transaction.atomic
def import_list(lines: Iterable[str]) -> int:
    """Add a list to the one that stands, and carry it out on the record; gives how many people were erased by it.

    Raises NoList.
    """
    try:
        rows = [_row(json.loads(line)) for line in lines if line.strip()]
    except (ValueError, KeyError, TypeError) as error:
        raise NoList(str(error)) from error
    ErasedDigest.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)
    return apply_list()


def _row(told: dict[str, str]) -> ErasedDigest:
    work = bytes.fromhex(told["work"]) if told["work"] is not None else None
    row = ErasedDigest(digest=bytes.fromhex(told["digest"]), work=work, person=int(told["person"]))
    if len(row.digest) != 32 or (work is not None and len(work) != 32):
        raise ValueError("a hash has 32 bytes")
    return row
