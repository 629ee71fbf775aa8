"""The reject file: one line for each record that was not taken, with place, reason and the record itself."""

import base64
import gzip
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from works.importers.records import Reject

# A longer record is packed, so that the file stays readable.
PACKED_FROM = 64 * 1024


class RejectFile:
    """Where rejects go; nowhere when it was made without a file."""

    def __init__(self, file: BinaryIO | None) -> None:
        self.file = file

    @classmethod
    @contextmanager
    def at(cls, path: Path | None) -> Iterator["RejectFile"]:
        """A reject file at this path. What an earlier run wrote is kept up to `cut_to`, else replaced."""
        if path is None:
            yield cls(None)
            return
        path.touch(mode=0o600)
        with path.open("r+b") as file:
            yield cls(file)
            file.truncate()

    def cut_to(self, size: int) -> None:
        """Forget what was written after the first `size` bytes: the batch it came from was not kept."""
        if self.file is not None:
            self.file.seek(size)
            self.file.truncate()

    def write(self, rejects: Iterable[Reject]) -> int:
        """Add lines, flushed to the system; gives the size of the file after them, 0 without a file."""
        if self.file is None:
            return 0
        self.file.truncate()
        for reject in rejects:
            self.file.write(reject_line(reject).encode())
        self.file.flush()
        return self.file.tell()


def reject_line(reject: Reject) -> str:
    """`file, place, identifier, [code], sentence, record`, tab-separated, with its newline.

    The record is a JSON string; bytes that are not UTF-8 stand in it as U+DC80–U+DCFF. One of more than
    64 KB is `gzip+base64:` and its packed form.
    """
    fields = (reject.path, reject.place, reject.identifier, f"[{reject.code}]", reject.sentence)
    return "\t".join([*(_one_line(field) for field in fields), _record(reject.raw)]) + "\n"


def _one_line(field: str) -> str:
    """Without tabs and newlines, and storable: a path may hold any byte."""
    return " ".join(field.encode(errors="backslashreplace").decode().split())


def _record(raw: bytes) -> str:
    if len(raw) > PACKED_FROM:
        # Without the time: the same record always gives the same line.
        return "gzip+base64:" + base64.b64encode(gzip.compress(raw, mtime=0)).decode()
    return json.dumps(raw.decode(errors="surrogateescape"), ensure_ascii=True)
