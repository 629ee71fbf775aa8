"""The permission table, the addresses there are, and what the site answers to whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.safety.scene import PEOPLE, Scene

TABLE = Path(__file__).with_name("permissions.txt")
METHODS = ("GET", "POST")
# An answer to somebody who may.
ALLOWED = ("200", "done", "409", "422")


@dataclass(frozen=True)
class Row:
    """One line: a method, the name of an address, the thing it names, and the answer to each kind of person."""

    method: str
    name: str
    thing: str
    answers: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.thing}"

    @property
    def somebody(self) -> str | None:
        """The first kind of person with an account who may."""
        able = [who for who, told in zip(PEOPLE, self.answers, strict=True) if told in ALLOWED and who != "nobody"]
        return able[0] if able else None


def rows() -> list[Row]:
    """Every line of the table. `all 405` stands for the same answer to everybody."""
    lines = TABLE.read_text().splitlines()
    return [_row(line) for line in lines if line and not line.startswith(("#", "old "))]


def kept_from_old() -> set[str]:
    """The acts that ask for another log-in, as the rows call themselves."""
    lines = TABLE.read_text().splitlines()
    return {line.removeprefix("old ").replace(" · ", " ") for line in lines if line.startswith("old ")}


def _row(line: str) -> Row:
    first, _, answers = line.partition("  ")
    method, name, thing = (word.strip() for word in first.split(" · "))
    told = answers.split()
    return Row(method, name, thing, tuple(told[1:] * len(PEOPLE) if told[0] == "all" else told))


def names() -> list[str]:
    """The names of all addresses, with their namespaces; one without a name is called by its route."""
    return list(_names(get_resolver().url_patterns, route="", space=""))


def _names(patterns: Iterable[URLPattern | URLResolver], *, route: str, space: str) -> Iterator[str]:
    for pattern in patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, route=here, space=inside)
        else:
            yield f"{space}{pattern.name}" if pattern.name else f"(no name) {here}"


def answers(scene: Scene, row: Row) -> tuple[str, ...]:
    """What each kind of person is answered; nothing of it stays."""
    return tuple(answer(scene, row, person) for person in PEOPLE)


def answer(scene: Scene, row: Row, person: str, *, method: str = "", is_fresh: bool = True) -> str:
    """The status, or where a redirect leads: `login`, `again` (log in again), `moved`, `done`."""
    cache.clear()
    browser = scene.browser(person, is_fresh=is_fresh)
    url = reverse(row.name, kwargs=scene.things[row.thing])
    form = urlencode(scene.forms.get(row.thing, {}), doseq=True)
    with transaction.atomic():
        response = browser.generic(method or row.method, url, form, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    if not 300 <= response.status_code < 400:
        return str(response.status_code)
    to = response.headers["Location"]
    if to.startswith(reverse("account_reauthenticate")):
        return "again"
    if to.startswith(reverse("account_login")):
        return "login"
    return "moved" if response.status_code == 301 else "done"


def room_of(name: str) -> str:
    """The part of the site that an address belongs to: its namespace, or the first word of allauth's names."""
    space, is_spaced, _ = name.partition(":")
    return space if is_spaced else name.partition("_")[0]
