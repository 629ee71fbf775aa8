"""The pages behind a log-in, and those that lead to one: as accessible, and as well laid out, as the public ones."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bzpeer.accounts.models import User
from tests.browser.people import log_in
from tests.browser.rooms import IN_AN_ACT, Room, addresses, rooms
from tests.browser.test_accessibility import looked_at
from tests.browser.test_every_page import STICKING_OUT, UNNAMED, WIDTHS
from tests.factories.moderation import make_moderator
from tests.factories.profiles import make_account
from tests.places import PASSWORD, Places
from tests.safety.matrix import room_of
from tests.safety.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser rooms")]
SPACES = ("profiles", "claims", "moderation", "imports", "notices", "follows", "news", "curation")
NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def every_room(places: Places) -> "Iterator[dict[str, Room]]":
    """The pages, of people and things that stay for the tests of this file."""
    yield dict(rooms(Scene()))


@pytest.fixture
def window(new_context: NewContext, server: str) -> Callable[[User | None], Page]:
    """Call it for the one window of an account, or of nobody, in which axe-core may run."""
    known: dict[int | None, Page] = {}

    def of(account: User | None) -> Page:
        number = account.pk if account else None
        if number not in known:
            context = new_context(bypass_csp=True)
            if account:
                log_in(context, account, server=server)
            known[number] = context.new_page()
        return known[number]

    return of


def wrong_with(page: Page) -> list[str]:
    """What sticks out of a window of any width, what stands twice, and what axe-core finds."""
    found = []
    page.wait_for_load_state()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: {one}" for one in page.evaluate(STICKING_OUT)]
    return found + [f"id twice: {one}" for one in page.evaluate(UNNAMED)] + looked_at(page)


def test_no_page_is_left_out(every_room: dict[str, Room]) -> None:
    """A new page: a line of the permission table that shows it brings it here."""
    assert addresses() - IN_AN_ACT - {name.partition(" ")[0] for name in every_room} == set()


@pytest.mark.parametrize("space", [*SPACES, "talking", "accounts", "lived in"])
def test_every_page_is_accessible_and_fits_every_window(
    window: Callable[[User | None], Page], every_room: dict[str, Room], space: str
) -> None:
    found = {}
    for name, room in every_room.items():
        if space_of(name) == space:
            page = window(room.account)
            response = page.goto(room.path)
            assert response is not None
            assert (name, response.status) == (name, 200)
            found[name] = wrong_with(page)
    assert found
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def space_of(name: str) -> str:
    """The part of the site, all of allauth's being one; what has no address of its own is lived in."""
    if ":" not in name and "_" not in name:
        return "lived in"
    space = room_of(name)
    if space in ("invitations", "conversations", "blocks"):
        return "talking"
    return space if space in SPACES else "accounts"


def test_the_pages_in_the_middle_of_a_log_in_are_too(window: Callable[[User | None], Page]) -> None:
    page = window(None)
    page.goto("/accounts/login/code/")
    page.get_by_label("E-mail address").fill(make_account().email)
    page.get_by_role("button", name="Send the code").click()
    expect(page).to_have_url("/accounts/login/code/confirm/")
    assert wrong_with(page) == []

    page.context.clear_cookies()
    moderator = make_moderator()
    moderator.set_password(PASSWORD)
    moderator.save()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(moderator.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url("/accounts/login/factor/")
    assert wrong_with(page) == []


def test_the_pages_of_an_account_without_a_password_are_too(
    window: Callable[[User | None], Page], new_context: NewContext, server: str
) -> None:
    account = make_account()
    page = window(account)
    page.goto("/accounts/password/set/")
    expect(page).to_have_url("/accounts/password/set/")
    assert wrong_with(page) == []

    context = new_context(bypass_csp=True)
    log_in(context, account, server=server, is_fresh=False)
    page = context.new_page()
    page.goto("/accounts/password/set/")
    assert "/accounts/reauthenticate/code/" in page.url
    assert wrong_with(page) == []
