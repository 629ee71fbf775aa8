"""The link at the end of a mail by which it is the last of its kind (RFC 8058): signed, and good for nothing else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "bzpeer.notices.unsubscribe"


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """Whose mail about what ends."""

    account_id: int
    subjects: tuple[str, ...]


def address_for(account_id: int, subjects: Collection[str]) -> str:
    """The whole address; it does not run out, for the mail that carries it may be opened in years."""
    key = signing.dumps([account_id, *sorted(subjects)], salt=SALT)
    return settings.PUBLIC_URL + reverse("notices:unsubscribe", args=[key])


def read(key: str) -> Unsubscribing | None:
    """What the link is for; None for one that is damaged."""
    try:
        account_id, *subjects = signing.loads(key, salt=SALT)
    except signing.BadSignature:
        return None
    return Unsubscribing(account_id, tuple(subjects))


def headers(address: str) -> Mapping[str, str]:
    """What mail programs make their button of."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
