"""The body of an answer: of the right kind, unpacked, not too long."""

import zlib
from collections.abc import Sequence
from http.client import HTTPResponse

from bzpeer.net.errors import CouldNotRead

PACKED = ("gzip", "x-gzip", "deflate")
PIECE = 16 * 1024
# gzip and zlib, told apart by their first bytes.
ANY_WRAPPING = 32 + zlib.MAX_WBITS
# Others than these are read as UTF-8; Python knows some (`punycode`) that take their time on purpose.
ENCODINGS = {
    "utf-16", "us-ascii", "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "iso-8859-2",
    "iso-8859-5", "iso-8859-15", "koi8-r", "koi8-u", "big5", "gbk", "gb2312", "gb18030", "euc-jp", "shift_jis",
    "euc-kr",
}  # fmt: skip
# What web pages mean by it.
ALIASES = {"iso-8859-1": "windows-1252", "latin1": "windows-1252"}


def body_of(response: HTTPResponse, kinds: Sequence[str], most_bytes: int) -> bytes:
    """The unpacked bytes. Raises CouldNotRead for kind and size, and what http.client raises for a broken answer."""
    # As it stands: the parser of mail takes every kind that it cannot read for text/plain.
    if response.headers.get("content-type", "").partition(";")[0].strip().lower() not in kinds:
        raise CouldNotRead("kind")
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in (*PACKED, "identity", ""):
        raise CouldNotRead("kind")
    if response.length is not None and response.length > most_bytes:
        raise CouldNotRead("size")
    return _unpacked(response, most_bytes) if packing in PACKED else _plain(response, most_bytes)


def text_of(response: HTTPResponse, body: bytes) -> str:
    """The body as text; bytes that are none become U+FFFD."""
    named = (response.headers.get_content_charset() or "").lower()
    encoding = ALIASES.get(named, named)
    return body.decode(encoding if encoding in ENCODINGS else "utf-8", errors="replace")


def _plain(response: HTTPResponse, most_bytes: int) -> bytes:
    body = response.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise CouldNotRead("size")
    if response.length:
        raise CouldNotRead("kind")  # Cut off before the end it had named.
    return body


def _unpacked(response: HTTPResponse, most_bytes: int) -> bytes:
    unpacker = zlib.decompressobj(ANY_WRAPPING)
    body = b""
    while not unpacker.eof:
        piece = response.read(PIECE)
        if not piece:
            raise CouldNotRead("kind")
        # One byte more than may be: never the whole of a bomb.
        body += unpacker.decompress(piece, most_bytes + 1 - len(body))
        if len(body) > most_bytes:
            raise CouldNotRead("size")
    return body
