"""People beside a topic or an institution."""

from dataclasses import dataclass

PEOPLE_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Person:
    """An author in a short list; `works` counts what the list is about."""

    name: str
    path: str
    works: int
