"""Records as they were understood, packed for keeping beside their digests; pure.

What several records describe is put together again from these whenever one of them changes or is taken back.
"""

import zlib
from typing import TypeVar

import msgspec

from works.importers.records import Record

# Half the size for a tenth of what writing the row costs.
LEVEL = 1
encoder = msgspec.msgpack.Encoder()
R = TypeVar("R", bound=Record)


def pack(record: Record) -> bytes:
    """The record in a form of its own; the same bytes for the same record."""
    return zlib.compress(encoder.encode(record), LEVEL)


def unpack(body: bytes, kind: type[R]) -> R:
    """The record that was packed; a field that it was too old to know has its default.

    Raises ValueError for bytes that are no record of this kind.
    """
    try:
        return msgspec.msgpack.decode(zlib.decompress(body), type=kind)
    except (zlib.error, msgspec.DecodeError) as error:
        raise ValueError("not a packed record") from error
