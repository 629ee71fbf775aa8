"""What tests/conftest.py promises to every test."""

import http.client
import socket

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.factories import AuthorFactory, AuthorshipFactory, InstitutionFactory, TopicFactory
from tests.loopback import LeftTheMachine


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80)])
def test_no_test_leaves_the_machine(address):
    with socket.socket() as sock, pytest.raises(LeftTheMachine):
        sock.connect(address)


def test_no_library_leaves_the_machine():
    with pytest.raises(LeftTheMachine):
        http.client.HTTPConnection("192.0.2.1", timeout=1).request("GET", "/")


def test_loopback_is_open():
    with socket.socket() as listener, socket.socket() as sock:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        sock.connect(listener.getsockname())


@pytest.mark.parametrize("_round", [1, 2])
def test_the_cache_is_empty_when_a_test_begins(_round):
    assert cache.get("left-behind") is None
    cache.set("left-behind", "by the other round")


def test_limits_are_off_and_the_clock_is_utc():
    assert settings.RATE_LIMITS is False
    assert settings.TIME_ZONE == "UTC"


def test_the_three_people_are_different(owner, moderator, stranger):
    assert len({owner.pk, moderator.pk, stranger.pk}) == 3
    assert owner.check_password("correct horse battery staple")


@pytest.mark.django_db
def test_factories_make_whole_records():
    first = AuthorshipFactory()
    second = AuthorshipFactory(work=first.work)
    assert (first.position, second.position) == (1, 2)
    assert first.author != second.author
    assert AuthorFactory(name="Zoë Marrowby").slug == "zoe-marrowby"
    assert InstitutionFactory().name_key
    assert TopicFactory().code != TopicFactory().code
