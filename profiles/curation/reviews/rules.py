"""What a structured review is made of. Pure."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# In this order on every page; the keys stand in the database.
KINDS: Mapping[str, Promise] = {
    "strength": _("Strength"),
    "concern": _("Concern"),
    "question": _("Method question"),
}
LEVEL_NEEDED = 2

Parts = dict[str, list[str]]


def in_order(parts: Parts) -> list[tuple[str | Promise, str, str]]:
    """Label, words and place of each part that there is."""
    return [(KINDS[kind], *parts[kind]) for kind in KINDS if kind in parts]  # type: ignore[misc]
