"""Chromium, a server in this process, and a small site that stays for all tests of this folder."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.watching import Watch
from tests.standing import standing_places

if TYPE_CHECKING:
    # This file is read before Django's apps are there.
    from bzpeer.accounts.models import User
    from tests.places import Places

HERE = Path(__file__).parent
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
PROGRAMS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
WIDE = {"width": 1360, "height": 900}
NARROW = {"width": 390, "height": 844}
# Only what fails takes so long; a machine with other work may need most of it.
PATIENCE_MS = 30_000


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test of this folder that fails is done once more: a browser has processes that nobody here waits for.

    The run's summary names every one that was, so that a test which needs this is seen and mended.
    """
    for item in items:
        if item.path.is_relative_to(HERE) and not config.option.usepdb:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="package")
def chromium(server: str) -> Iterator[Browser]:
    """One browser for the tests of this folder that one process does in a row; closed before the server.

    Not for the whole session: Playwright's synchronous calls keep an event loop running, in which Django refuses
    to ask the database, and in which it has a connection of its own.
    """
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("The browser tests need Chromium, and there is none: make setup-browser", pytrace=False)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[str]:
    """The address of a server that runs in threads of this process.

    Not pytest-django's `live_server`, which empties the database after each test.
    """
    from bzpeer.db.wakes import listener
    from tests.listening import hushed

    running = LiveServer("127.0.0.1")
    with hushed():
        yield running.url
        running.stop()
        listener.close()


@pytest.fixture(scope="package")
def places(django_db_setup: None, django_db_blocker: Any) -> "Iterator[Places]":
    """The small site, committed, for the tests of this folder in a row; each makes what it changes itself."""
    yield from standing_places(django_db_blocker)


@pytest.fixture(autouse=True)
def db(places: "Places") -> None:
    """What asks for the database of one test gets that of them all.

    By its name pytest-django knows which tests need a test database; it has to make one for every test here.
    """


@pytest.fixture
def new_context(chromium: Browser, server: str) -> Iterator[Callable[..., BrowserContext]]:
    """Call it for a browser window of its own, with no cookies; closed at the end of the test."""
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        context = chromium.new_context(base_url=server, reduced_motion="reduce", **({"viewport": WIDE} | options))
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture(params=["scripted"])
def page(
    request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext], places: "Places", server: str
) -> Iterator[Page]:
    """A page that is watched: at the end there was no error and no request to elsewhere.

    With scripts; without them too where a test is marked `in_both_modes` (`modes.py`).
    """
    opened = new_context(java_script_enabled=request.param == "scripted").new_page()
    watch = Watch(opened, home=server)
    yield opened
    assert watch.noticed == []


@pytest.fixture(params=["scripted"])
def enter(
    request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext], places: "Places", server: str
) -> "Iterator[Callable[..., Page]]":
    """Call it with an account for a watched page in a window of its own in which that account is logged in.

    Without an account nobody is. With scripts; without them too where a test is marked `by_people_in_both_modes`.
    """
    from tests.browser.people import log_in

    watches: list[Watch] = []

    def one(account: "User | None" = None, **also: Any) -> Page:
        context = new_context(java_script_enabled=request.param == "scripted")
        if account:
            log_in(context, account, server=server)
        opened = context.new_page()
        watches.append(Watch(opened, home=server, **also))
        return opened

    yield one
    assert [noticed for watch in watches for noticed in watch.noticed] == []
