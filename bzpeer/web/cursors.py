"""Signed places in a list: the address of a next page that nobody can make up or carry to another list."""

from django.core import signing


class DamagedCursor(ValueError):
    """The cursor was cut, edited, or is one of another list."""


def sealed(key: tuple[int, ...], *, of: str) -> str:
    """The place as it stands in an address; `of` names the list and everything that decides its order."""
    return signing.Signer(salt=f"cursor {of}").sign_object(list(key))


def opened(cursor: str, *, of: str, length: int) -> tuple[int, ...]:
    """The place that `sealed` made. Raises DamagedCursor."""
    try:
        key = signing.Signer(salt=f"cursor {of}").unsign_object(cursor)
    except signing.BadSignature as error:
        raise DamagedCursor from error
    if len(key) != length:
        raise DamagedCursor
    return tuple(key)
