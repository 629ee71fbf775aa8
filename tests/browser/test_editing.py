"""What a holder does with their page, and with their data: every button of it, with scripts and without."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bzpeer.celery import app
from bzpeer.db.models import OutboxRow
from profiles.researchers.models import Researcher
from tests.browser.modes import by_people_in_both_modes
from tests.factories.profiles import make_snapshot
from tests.profiles.researchers.holding import make_held
from tests.profiles.researchers.test_photos import picture

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser editing")]
Enter = Callable[..., Page]
# What a record without a bio says.
NO_BIO = "contributes to research discovery and scholarly infrastructure."


def open_part(page: Page, held: Researcher, title: str) -> None:
    """From the profile to the page of one part."""
    page.goto(held.author.get_absolute_url())
    page.get_by_role("link", name="Edit your record").click()
    page.get_by_role("link", name=f"Change {title}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def save(page: Page, title: str) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text(f"Saved: {title}.")


@by_people_in_both_modes
def test_the_holder_says_who_they_are_and_hides_what_others_need_not_see(enter: Enter) -> None:
    held = make_held(works=1)
    make_snapshot(held.author)
    holder, anybody = enter(held.account), enter()
    open_part(holder, held, "Bio")
    holder.get_by_label("Bio").fill("x" * 2001)
    holder.get_by_role("button", name="Save").click()
    expect(holder.locator(".error-summary")).to_contain_text("This has 2,001 characters; at most 2,000 fit.")
    holder.get_by_label("Bio").fill("I build engines.\n\nAnd boats.")
    save(holder, "Bio")
    open_part(holder, held, "Pronouns")
    holder.get_by_label("Pronouns").fill("she/her")
    save(holder, "Pronouns")
    open_part(holder, held, "Links")
    holder.get_by_label("Links").fill("engines.example.edu")
    holder.get_by_role("button", name="Save").click()
    expect(holder.locator(".error-summary")).to_contain_text("is no web address")
    holder.get_by_label("Links").fill("https://engines.example.edu/ada/")
    save(holder, "Links")
    open_part(holder, held, "Former names")
    holder.get_by_label("Former names").fill("Ada Tindlemoor")
    save(holder, "Former names")
    open_part(holder, held, "Openness to collaborate")
    holder.get_by_label("No, not at the moment").check()
    save(holder, "Openness to collaborate")

    anybody.goto(held.author.get_absolute_url())
    main = anybody.get_by_role("main")
    for words in (
        "I build engines.",
        "And boats.",
        "she/her",
        "engines.example.edu/ada",
        "Not taking invitations",
        "Emerging",
    ):
        expect(main).to_contain_text(words)
    expect(main).not_to_contain_text("Tindlemoor")

    open_part(holder, held, "Who sees what")
    holder.get_by_label("Bio").check()
    holder.get_by_label("Hide the trust number.").check()
    save(holder, "Who sees what")
    anybody.reload()
    expect(main).to_contain_text(NO_BIO)
    expect(main).to_contain_text("she/her")
    expect(main).not_to_contain_text("I build engines.")
    expect(main).not_to_contain_text("Emerging")
    expect(main).to_contain_text("Verification L3")
    holder.goto(held.author.get_absolute_url())
    expect(holder.get_by_role("main")).to_contain_text("I build engines.")
    expect(holder.get_by_role("main")).to_contain_text("Some of what you see here is hidden from others.")


@by_people_in_both_modes
def test_the_holder_puts_a_photo_up_and_takes_it_down(enter: Enter) -> None:
    held = make_held(works=1)
    holder, anybody = enter(held.account), enter()
    open_part(holder, held, "Photo")
    holder.get_by_label("Photo").set_input_files({"name": "me.svg", "mimeType": "image/png", "buffer": b"<svg/>"})
    holder.get_by_role("button", name="Save").click()
    expect(holder.locator(".error-summary")).to_contain_text("We could not read this as a JPEG, PNG or WebP picture")
    holder.get_by_label("Photo").set_input_files({"name": "me.png", "mimeType": "image/png", "buffer": picture()})
    save(holder, "Photo")
    anybody.goto(held.author.get_absolute_url())
    assert anybody.locator("img.photo").evaluate("async one => { await one.decode(); return one.naturalWidth }") == 512
    open_part(holder, held, "Photo")
    holder.get_by_role("button", name="Take the photo down").click()
    expect(holder.get_by_role("status")).to_have_text("The photo is gone.")
    anybody.reload()
    expect(anybody.locator("img.photo")).to_have_count(0)


@by_people_in_both_modes
def test_the_holder_features_and_hides_works_and_takes_one_off_and_back(enter: Enter) -> None:
    held = make_held(works=3)
    first, second, third = (place.work.title for place in held.author.authorships.select_related("work").order_by("pk"))
    holder, anybody = enter(held.account), enter()
    edit = held.author.get_absolute_url() + "edit/"
    holder.goto(edit)
    holder.get_by_role("link", name="Featured and hidden works").click()
    holder.get_by_label(first).select_option(label="Featured")
    holder.get_by_label(second).select_option(label="Hidden")
    save(holder, "Featured and hidden works")
    anybody.goto(held.author.get_absolute_url())
    expect(anybody.get_by_role("heading", name="Featured by the author")).to_be_visible()
    expect(anybody.get_by_role("link", name=second)).to_have_count(0)
    expect(anybody.get_by_role("link", name=third)).to_have_count(1)

    holder.goto(edit)
    holder.get_by_role("link", name="A work is not mine").click()
    holder.get_by_role("button", name="These are not mine").click()
    expect(holder.locator(".error-summary")).to_contain_text("Choose the works that are not yours.")
    holder.get_by_label(third).check()
    holder.get_by_role("button", name="These are not mine").click()
    expect(holder.get_by_role("status")).to_contain_text("1 work is on its own record now.")
    anybody.reload()
    expect(anybody.get_by_role("link", name=third)).to_have_count(0)
    holder.get_by_role("button", name="It is mine after all").click()
    expect(holder.get_by_role("status")).to_have_text("The work is on your record again.")
    anybody.reload()
    expect(anybody.get_by_role("link", name=third)).to_have_count(1)


@by_people_in_both_modes
def test_a_copy_is_made_and_downloaded_and_an_account_left_is_kept_again(enter: Enter) -> None:
    held = make_held(works=1, bio="I build engines.")
    page = enter(held.account)
    page.goto("/accounts/")
    page.get_by_role("link", name="Get a copy of everything we hold about you").click()
    page.get_by_role("button", name="Make a copy").click()
    expect(page.get_by_role("status")).to_have_text("The copy is being made. We write to you when it is ready.")
    make_copies()
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as copy:
        told = json.dumps([json.loads(copy.read(name)) for name in copy.namelist() if name.endswith(".json")])
    assert "I build engines." in told
    assert held.account.email in told

    page.goto("/accounts/")
    page.get_by_role("link", name="Delete your account").click()
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account will be deleted")
    expect(page.get_by_role("banner").get_by_role("link", name="Log in")).to_be_visible()

    back = enter(held.account)
    back.goto("/accounts/")
    back.get_by_role("link", name="Keep it").click()
    back.get_by_role("button", name="Keep my account").click()
    expect(back.get_by_role("status")).to_have_text("Your account stays. Everything is as it was.")
    back.goto(held.author.get_absolute_url())
    expect(back.get_by_text("This is your own record.")).to_be_visible()


def make_copies() -> None:
    """Make the copies that were asked for, as a worker would."""
    app.loader.import_default_modules()
    for row in OutboxRow.objects.filter(task__contains="export", done_at=None):
        app.tasks[row.task].run(outbox_id=row.pk)
