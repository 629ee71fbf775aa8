"""Values as PostgreSQL's binary COPY takes them, so that rows can be made where there is no connection. Pure.

Each is its length in bytes and its bytes; a row is the number of its values and these.
"""

from collections.abc import Collection
from datetime import date
from struct import Struct
from typing import Any

import orjson

NULL = b"\xff\xff\xff\xff"
SIGNATURE = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
# Types of elements, by the numbers that PostgreSQL has for them (`pg_type.dat`).
INT8, TEXT, VARCHAR = 20, 25, 1043
DAY_ONE = date(2000, 1, 1).toordinal()

_length = Struct("!i").pack
_int2, _int4, _int8 = Struct("!ih").pack, Struct("!ii").pack, Struct("!iq").pack
_empty = Struct("!iiiI").pack
_array = Struct("!iiiIii").pack
TRUE, FALSE = b"\x00\x00\x00\x01\x01", b"\x00\x00\x00\x01\x00"


def text(value: str) -> bytes:
    """Of type text or varchar."""
    data = value.encode()
    return _length(len(data)) + data


def int2(value: int | None) -> bytes:
    """Of two bytes. Raises struct.error for a number that does not fit, as the next ones do."""
    return NULL if value is None else _int2(2, value)


def int4(value: int | None) -> bytes:
    """Of four bytes."""
    return NULL if value is None else _int4(4, value)


def boolean(*, value: bool) -> bytes:
    """Of type boolean."""
    return TRUE if value else FALSE


def day(value: date | None) -> bytes:
    """Of type date."""
    return NULL if value is None else _int4(4, value.toordinal() - DAY_ONE)


def json(value: Any) -> bytes:
    """Of type jsonb."""
    data = b"\x01" + orjson.dumps(value)
    return _length(len(data)) + data


def texts(values: Collection[str], element: int) -> bytes:
    """An array of TEXT or of VARCHAR."""
    return _elements([text(value) for value in values], element)


def int8s(values: Collection[int]) -> bytes:
    """An array of numbers of eight bytes."""
    return _elements([_int8(8, value) for value in values], INT8)


def _elements(values: list[bytes], element: int) -> bytes:
    if not values:
        return _empty(12, 0, 0, element)
    data = b"".join(values)
    return _array(20 + len(data), 1, 0, element, len(values), 1) + data
