"""The list as a file beside the backups: a line of JSON for each hash, with neither names nor works in it."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import transaction

from bzpeer.db.files import whole_file
from works.withheld.models import ErasedDigest
from works.withheld.services import apply_list


class NoList(ValueError):
    """These are no `list_lines`; nothing was changed."""


def list_lines() -> Iterator[str]:
    """The whole list, in one order."""
    for row in ErasedDigest.objects.order_by("person", "digest").iterator():
        work = bytes(row.work).hex() if row.work is not None else None
        yield json.dumps({"person": row.person, "digest": bytes(row.digest).hex(), "work": work})


def write_list(path: Path) -> int:
    """The list as a file; gives how many lines. Raises OSError."""
    lines = 0
    with whole_file(path) as file:
        for lines, line in enumerate(list_lines(), start=1):  # noqa: B007 (the count is the answer)
            file.write(f"{line}\n".encode("ascii"))
    return lines


def read_list(path: Path) -> list[str]:
    """The lines of such a file. Raises NoList and OSError."""
    try:
        return path.read_text(encoding="ascii").splitlines()
    except UnicodeDecodeError as error:
        raise NoList("it is not ASCII text") from error


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
