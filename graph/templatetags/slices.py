"""`{% load slices %}`: the pauses and addresses of a slice that is waited for."""

from django import template

register = template.Library()
# Seconds before each look, the last one from then on: a worker needs one or two, a queue may need minutes.
PAUSES = (1, 2, 4, 8, 15, 30)
# About half an hour; after that the page says how to look again.
MOST_LOOKS = 64


@register.filter
def pause(attempt: int) -> int:
    """How many seconds to wait after so many looks."""
    return PAUSES[min(attempt, len(PAUSES) - 1)]


@register.filter
def may_look_again(attempt: int) -> bool:
    """Whether the page still asks by itself."""
    return attempt < MOST_LOOKS


@register.filter
def explorer_of(slice_url: str) -> str:
    """The explorer's address, from the fragment's."""
    return slice_url.removesuffix("slice/")
