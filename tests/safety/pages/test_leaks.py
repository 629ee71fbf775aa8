"""What is one person's stands in no other's page, in whatever order they come (safety.md, Caching)."""

import random
import re
from itertools import permutations

import pytest
from django.core.cache import cache
from django.test import Client

from bzpeer.accounts.models import User
from tests.places import Places
from tests.safety.pages.addresses import example_of, routes

TOKEN = re.compile(rb'(?:csrfmiddlewaretoken" value|X-CSRFToken)"?[=:] ?"([A-Za-z0-9]{64})')
# Log-out would end the visits that follow.
VISITED = [route for route in routes() if "logout" not in route]
NOBODY = "nobody"


@pytest.fixture
def visitors(places: Places, people: dict[str, User]) -> dict[str, Client]:
    """Two people who are logged in, one of whom follows somebody, and one who is not."""
    visitors = {name: Client() for name in (*people, NOBODY)}
    for name, account in people.items():
        visitors[name].force_login(account)
    visitors["ann"].post(places.lajoie.get_absolute_url() + "follow/")
    return visitors


@pytest.mark.parametrize("order", list(permutations(("ann", "bob", NOBODY))), ids=" ".join)
def test_nothing_of_one_person_is_in_the_page_of_another(
    places: Places, people: dict[str, User], visitors: dict[str, Client], order: tuple[str, ...]
) -> None:
    cache.clear()
    secrets = {name: (one.email.encode(), visitors[name].session.session_key.encode()) for name, one in people.items()}
    for route in VISITED:
        address = example_of(route, places)
        for headers in ({}, {"HX-Request": "true", "HX-Target": "div#slice"}):
            pages = {name: visitors[name].get(address, headers=headers) for name in order}
            for name, page in pages.items():
                others = [secret for other, kept in secrets.items() if other != name for secret in kept]
                assert [secret for secret in others if secret in page.content] == [], (address, name)
            tokens = [set(TOKEN.findall(page.content)) for page in pages.values()]
            assert sum(map(len, tokens)) == len(set().union(*tokens)), address


def test_a_button_is_that_of_the_person_who_looks(places: Places, visitors: dict[str, Client]) -> None:
    """In any order, many times over: nobody sees that somebody else follows."""
    words = {"ann": b"unfollow/", "bob": b'follow/" hx-post', NOBODY: b"/accounts/login/?next="}
    for name in random.Random(1).choices(list(visitors), k=30):
        page = visitors[name].get(places.lajoie.get_absolute_url()).content
        assert words[name] in page
        assert (b"unfollow/" in page) == (name == "ann")


def test_public_pages_are_the_same_for_everybody_without_a_cookie_byte_for_byte(places: Places) -> None:
    for address in places.pages().values():
        if not address.startswith("/accounts/"):
            first, second = (Client().get(address) for _ in range(2))
            assert first.content == second.content
            assert not TOKEN.search(first.content)


def test_what_is_made_for_one_person_is_kept_by_nobody(places: Places, visitors: dict[str, Client]) -> None:
    for route in VISITED:
        response = visitors["ann"].get(example_of(route, places))
        control = response.headers.get("Cache-Control", "")
        assert "public" not in control or route == "robots.txt", route
        if response["Content-Type"].startswith("text/html"):
            assert "no-store" in control, route
        assert "ETag" not in response.headers, route
