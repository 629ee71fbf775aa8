"""Whole numbers that a form brings back: ids, and the version that the form was made of."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest

LONGEST = 18


def is_number(typed: str, *, longest: int = LONGEST) -> bool:
    """Whether it is a whole number, of so many digits at most."""
    return typed.isascii() and typed.isdigit() and len(typed) <= longest


def number_or_0(typed: str, *, longest: int = LONGEST) -> int:
    """The number that a form gave; 0, which no row has, for anything else."""
    return int(typed) if is_number(typed, longest=longest) else 0


def number_of(typed: str) -> int:
    """The number that a form gave. Raises BadRequest for anything else."""
    if not is_number(typed):
        raise BadRequest("no number")
    return int(typed)


def version_of(request: HttpRequest) -> int:
    """The version of what the form was made of; 0, which nothing stored has, where it is missing."""
    return number_or_0(request.POST.get("version", ""), longest=9)
