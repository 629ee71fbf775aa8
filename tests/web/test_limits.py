"""Limits on reading, and by whom strangers are counted."""

import pytest
import time_machine
from django.core.cache.backends.redis import RedisCache
from django.http import HttpResponse
from django.test import RequestFactory
from redis.exceptions import ConnectionError as RedisAway

from bzpeer.web.errors import TooManyRequests
from bzpeer.web.limits import ALLOWANCES, limited
from bzpeer.web.networks import network_of


@limited("slices")
def view(request):
    return HttpResponse("seen")


def asked(address: str = "192.0.2.1", **headers: str):
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


def ask_until_refused(address: str = "192.0.2.1") -> TooManyRequests:
    for _ in range(ALLOWANCES["slices"].network):
        view(asked(address))
    with pytest.raises(TooManyRequests) as refusal:
        view(asked(address))
    return refusal.value


@pytest.fixture(autouse=True)
def _limits_on(settings):
    settings.RATE_LIMITS = True


@time_machine.travel("2026-03-03 10:15:00Z", tick=False)
def test_one_request_beyond_the_allowance_is_told_how_long_to_wait():
    assert ask_until_refused().wait == 45 * 60


@time_machine.travel("2026-03-03 10:15:00Z", tick=False)
def test_another_network_is_not_held_up():
    ask_until_refused()
    assert view(asked("192.0.2.2")).content == b"seen"


def test_the_next_window_is_open_again():
    with time_machine.travel("2026-03-03 10:59:59Z", tick=False):
        ask_until_refused()
    with time_machine.travel("2026-03-03 11:00:00Z", tick=False):
        assert view(asked()).content == b"seen"


def test_limits_can_be_switched_off(settings):
    settings.RATE_LIMITS = False
    for _ in range(ALLOWANCES["slices"].network + 1):
        view(asked())


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:0:1:ffff::1", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", "unknown"),
    ],
)
def test_strangers_are_counted_by_address_or_64(address, network):
    assert network_of(asked(address)) == network


def test_forwarded_addresses_count_only_from_a_trusted_proxy(settings):
    forged = {"X-Forwarded-For": "198.51.100.9, 203.0.113.5"}
    assert network_of(asked("192.0.2.1", **forged)) == "192.0.2.1"
    settings.TRUSTED_PROXIES = ["192.0.2.0/24"]
    assert network_of(asked("192.0.2.1", **forged)) == "203.0.113.5"


def test_a_cache_that_is_away_stops_nobody_and_is_left_alone_for_a_while(monkeypatch, settings):
    calls = []

    def away(*_args, **_kwargs):
        calls.append(1)
        raise RedisAway

    settings.CACHES = {"default": {"BACKEND": "bzpeer.web.cache.CacheThatMayBeAway", "LOCATION": "redis://127.0.0.1:1"}}
    monkeypatch.setattr(RedisCache, "incr", away)
    for _ in range(40):
        assert view(asked()).content == b"seen"
    assert len(calls) == 1
