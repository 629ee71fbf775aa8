"""Two people in two windows: one invites, the other accepts, and they talk; with scripts and without."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bzpeer.accounts.models import User
from profiles.conversations.models import Conversation, Message
from profiles.researchers.models import Researcher
from tests.browser.line import Line
from tests.browser.modes import by_people_in_both_modes
from tests.browser.people import log_in
from tests.browser.test_accessibility import looked_at
from tests.factories.talking import SAID, make_conversation, make_holder, say
from tests.places import Places

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser talking")]
Enter = Callable[[User], Page]


@pytest.fixture
def ada(places: Places) -> Researcher:
    return make_holder("Ada Lovelace", level=3)


@pytest.fixture
def basil(places: Places) -> Researcher:
    return make_holder("Basil Marrowby", level=3)


def write(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()


def fill_in(page: Page) -> None:
    """What an invitation says."""
    page.get_by_label("Collaborate on a paper").check()
    for label, words in (
        ("Your question", SAID["question"]),
        ("What you bring", SAID["brings"]),
        ("What you ask of them", SAID["asks"]),
        ("How many hours it will take them", "3"),
        ("A small first step", SAID["first_step"]),
    ):
        page.get_by_label(label).fill(str(words))


@by_people_in_both_modes
def test_one_invites_the_other_accepts_and_they_talk(enter: Enter, ada: Researcher, basil: Researcher) -> None:
    one, other = enter(ada.account), enter(basil.account)
    one.goto(basil.author.get_absolute_url())
    one.get_by_role("link", name="Invite to collaborate").click()
    fill_in(one)
    one.get_by_role("button", name="See it before it is sent").click()
    one.get_by_role("button", name="Send the invitation").click()
    expect(one.get_by_text("Sent, not answered yet")).to_be_visible()

    other.goto("/invitations/")
    other.get_by_role("link", name="From Ada Lovelace").click()
    expect(other.get_by_role("heading", name="How you are connected")).to_be_visible()
    other.get_by_role("button", name="Accept").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Ada Lovelace")
    write(other, "Good day. Which loom?")
    expect(other.get_by_role("list", name="Messages")).to_contain_text("Good day. Which loom?")

    one.goto("/conversations/")
    one.get_by_role("link", name="Basil Marrowby").click()
    expect(one.get_by_role("list", name="Messages")).to_contain_text("Good day. Which loom?")
    write(one, "The one in 10.1000/182.")
    expect(one.get_by_label("Your message")).to_have_value("")
    expect(one.get_by_role("list", name="Messages")).to_contain_text("The one in 10.1000/182.")
    assert [message.sender for message in Message.objects.order_by("pk")][-2:] == [basil.account, ada.account]


def test_messages_come_by_the_stream_once_and_in_order(enter: Enter, ada: Researcher, basil: Researcher) -> None:
    talk = make_conversation(ada.account, basil.account)
    one, other = enter(ada.account), enter(basil.account)
    for page in (one, other):
        # Nothing is asked for by the clock.
        page.add_init_script("window.setInterval = () => 0")
        with page.expect_response("**/live/"):
            page.goto(f"/conversations/{talk.pk}/")
    write(one, "First.")
    expect(one.locator("#messages .text")).to_have_text(["First."])
    expect(other.locator("#messages .text")).to_have_text(["First."])
    write(other, "Second.")
    expect(one.locator("#messages .text")).to_have_text(["First.", "Second."])
    for number in range(5):
        say(talk, (ada, basil)[number % 2].account, f"No. {number}.")
    every = ["First.", "Second.", *(f"No. {number}." for number in range(5))]
    for page in (one, other):
        expect(page.locator("#messages .text")).to_have_text(every)
    expect(other.get_by_label("Your message")).to_be_focused()


def test_where_nothing_can_be_streamed_messages_come_by_asking(
    enter: Enter, ada: Researcher, basil: Researcher
) -> None:
    talk = make_conversation(ada.account, basil.account)
    page = enter(basil.account)
    page.route("**/live/", lambda route: route.fulfill(status=204))
    page.goto(f"/conversations/{talk.pk}/")
    for text in ("First.", "Second."):
        say(talk, ada.account, text)
    expect(page.locator("#messages .text")).to_have_text(["First.", "Second."])


@pytest.fixture
def window(new_context: Callable[..., BrowserContext], server: str) -> Callable[[User], Page]:
    """A window that nobody watches: what is about to be tested stands in its console. axe-core may run in it."""

    def of(account: User) -> Page:
        context = new_context(bypass_csp=True)
        log_in(context, account, server=server)
        return context.new_page()

    return of


def test_what_is_looked_at_before_it_is_sent_is_accessible(
    window: Callable[[User], Page], ada: Researcher, basil: Researcher
) -> None:
    page = window(ada.account)
    page.goto(f"{basil.author.get_absolute_url()}invite/")
    page.get_by_role("button", name="See it before it is sent").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert looked_at(page) == []
    fill_in(page)
    page.get_by_role("button", name="See it before it is sent").click()
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    assert looked_at(page) == []


def test_a_lost_connection_loses_no_word_and_doubles_none(
    window: Callable[[User], Page], ada: Researcher, basil: Researcher
) -> None:
    talk = make_conversation(ada.account, basil.account)
    page = window(ada.account)
    address = re.compile(rf"/conversations/{talk.pk}/$")
    page.goto(f"/conversations/{talk.pk}/")

    def lost(route: Any) -> None:
        # It arrives, and the answer does not.
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(address, lost)
    write(page, "Are you there?")
    expect(page.get_by_role("alert").filter(has_text="This was not sent")).to_be_visible()
    expect(page.get_by_label("Your message")).to_have_value("Are you there?")
    page.unroute(address)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("Your message")).to_have_value("")
    expect(page.locator("#messages .text")).to_have_text(["Are you there?"])
    assert Message.objects.filter(conversation=talk).count() == 1


@pytest.fixture
def line(server: str) -> Iterator[Line]:
    made = Line(server)
    yield made
    made.end()


def test_when_the_server_goes_away_and_comes_back_nothing_is_lost_and_nothing_doubled(
    window: Callable[[User], Page], line: Line, ada: Researcher, basil: Researcher
) -> None:
    talk = make_conversation(ada.account, basil.account)
    page = window(ada.account)
    with page.expect_response("**/live/"):
        page.goto(f"{line.url}/conversations/{talk.pk}/")
    say(talk, basil.account, "First.")
    texts = page.locator("#messages .text")
    expect(texts).to_have_text(["First."])
    line.cut()
    for text in ("Second.", "Third."):
        say(talk, basil.account, text)
    write(page, "Are you there?")
    expect(page.get_by_role("alert").filter(has_text="This was not sent")).to_be_visible()
    expect(texts).to_have_text(["First."])
    line.mend()
    page.get_by_role("button", name="Send").click()
    expect(texts).to_have_text(["First.", "Second.", "Third.", "Are you there?"])
    with page.expect_response("**/live/"):
        say(talk, basil.account, "Last.")
    expect(texts).to_have_text(["First.", "Second.", "Third.", "Are you there?", "Last."])


def test_a_server_that_fails_loses_no_word(window: Callable[[User], Page], ada: Researcher, basil: Researcher) -> None:
    talk = make_conversation(ada.account, basil.account)
    page = window(ada.account)
    page.goto(f"/conversations/{talk.pk}/")
    page.route("**/conversations/**", lambda route: route.fulfill(status=503, body="<p>Back in a moment</p>"))
    write(page, "Are you there?")
    expect(page.get_by_role("alert").filter(has_text="This was not sent")).to_be_visible()
    expect(page.get_by_label("Your message")).to_have_value("Are you there?")
    page.unroute("**/conversations/**")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#messages .text")).to_have_text(["Are you there?"])


def test_what_is_being_written_is_there_when_one_comes_back(enter: Enter, ada: Researcher, basil: Researcher) -> None:
    talk = make_conversation(ada.account, basil.account)
    page = enter(ada.account)
    page.goto(f"/conversations/{talk.pk}/")
    text = page.get_by_label("Your message")
    with page.expect_response("**/draft/"):
        text.press_sequentially("Not")
    text.press_sequentially(" finished")
    page.goto("/conversations/")
    # What is sent while a page is left arrives when it does; Playwright does not see it.
    for _ in range(20):
        page.goto(f"/conversations/{talk.pk}/")
        if text.input_value() == "Not finished":
            break
    expect(text).to_have_value("Not finished")


def test_a_message_is_written_and_reported_by_the_keyboard_alone(
    enter: Enter, ada: Researcher, basil: Researcher
) -> None:
    talk: Conversation = make_conversation(ada.account, basil.account)
    say(talk, ada.account, "Unkind.")
    page = enter(basil.account)
    page.goto(f"/conversations/{talk.pk}/")
    page.get_by_role("link", name="Report").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Your message")).to_be_focused()
    page.keyboard.type("Please stop.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#messages .text")).to_have_text(["Unkind.", "Please stop."])
    page.get_by_role("link", name="Report").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/")
    page.get_by_label("What should a moderator know?").focus()
    page.keyboard.type("Look at this.")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/conversations/{talk.pk}/")
    expect(page.get_by_text("A moderator looks at it within 7 days")).to_be_visible()
