"""Mails say the same in text and HTML, plainly, with links to our own address only."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from bzpeer.accounts import mails
from tests.accounts.flows import PASSWORD, log_in, sent
from tests.factories.profiles import make_account

ROOT = Path(__file__).parents[2] / "templates"
ALL = sorted(
    str(path.relative_to(ROOT)).removesuffix("_subject.txt")
    for app in ("account", "mfa", "socialaccount")
    for path in (ROOT / app / "email").glob("*_subject.txt")
)
LINK = "https://bzpeer.example/accounts/"
CONTEXT = {
    "code": "BCDFGHJK",
    "activate_url": LINK,
    "password_reset_url": LINK,
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "old@example.org",
    "due_at": timezone.now(),
    "until": timezone.now(),
    # What a forged Host header would put in.
    "signup_url": "https://evil.example/",
}


@pytest.mark.parametrize("prefix", ALL)
def test_each_mail_is_whole_in_text_and_in_html(prefix, settings):
    settings.PUBLIC_URL = "https://bzpeer.example"
    message = mails.compose(prefix, to="ada@example.org", context=CONTEXT)
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    assert message.body.startswith("Good day,")
    assert message.subject
    assert "\n" not in message.subject
    words = re.sub(r"<[^>]+>", " ", re.sub(r"</?a\b[^>]*>", "", html.partition("<body>")[2]))
    for line in message.body.split():
        assert line in words
    assert set(re.findall(r'href="([^"]+)"', html)) >= set(re.findall(r"https?://\S+", message.body))
    assert not re.search(r"\{[{%]|&amp;#|evil\.example|<img|style=", html + message.body)
    assert "!" not in message.body


def test_every_mail_that_allauth_sends_has_our_words():
    import allauth

    theirs = Path(allauth.__file__).parent / "templates"
    for app in ("account", "mfa", "socialaccount"):
        for path in (theirs / app / "email").glob("*_subject.txt"):
            name = path.name.removesuffix("_subject.txt")
            if name in {"password_reset_code"}:
                continue  # Switched off: resets go by link.
            assert f"{app}/email/{name}" in ALL


def test_a_code_stands_on_a_line_of_its_own_in_both():
    message = mails.compose("account/email/login_code", to="ada@example.org", context=CONTEXT)
    assert "\nBCDFGHJK\n" in message.body
    assert "<code>BCDFGHJK</code>" in message.alternatives[0][0]


def test_what_people_typed_is_escaped():
    told = CONTEXT | {"from_email": '"<b>x</b>"@example.org'}
    message = mails.compose("account/email/email_changed", to="ada@example.org", context=told)
    assert "<b>x</b>" not in message.alternatives[0][0]
    assert "<b>x</b>" in message.body


@pytest.mark.django_db
def test_links_come_from_the_public_address_whatever_host_was_asked(client, settings):
    settings.PUBLIC_URL = "https://bzpeer.example"
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/accounts/password/reset/", {"email": make_account().email}, headers={"Host": "evil.example"})
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, headers={"Host": "evil.example"})
    assert len(sent()) == 2
    for message in sent():
        assert "evil.example" not in message.body
        assert "https://bzpeer.example/" in message.body


@pytest.mark.django_db
def test_no_page_tells_a_known_address_from_an_unknown_one(client, client_of_somebody_else):
    account = make_account("known@example.org", password=PASSWORD)
    for path, form in (
        ("/accounts/signup/", {"password1": PASSWORD}),
        ("/accounts/signup/", {}),
        ("/accounts/password/reset/", {}),
        ("/accounts/login/code/", {}),
    ):
        answers = []
        for email in (account.email, "other@example.org"):
            client.cookies.clear()
            answer = client.post(path, {"email": email, **form})
            page = client.get(answer["Location"]).content.decode().replace(email, "")
            answers.append((answer.status_code, answer["Location"], re.sub(r'value="[^"]*"', "", page)))
        assert answers[0] == answers[1], path


@pytest.mark.django_db
def test_a_taken_address_costs_the_hashing_of_a_password_too(client, settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.counting.CountingHasher"]
    from tests.accounts.counting import CountingHasher

    counts = []
    make_account("known@example.org")
    for email in ("known@example.org", "other@example.org"):
        client.cookies.clear()
        CountingHasher.count = 0
        client.post("/accounts/signup/", {"email": email, "password1": PASSWORD})
        counts.append(CountingHasher.count)
    assert counts == [1, 1]


@pytest.mark.django_db
def test_a_log_in_hashes_whether_or_not_the_account_exists(client, settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.counting.CountingHasher"]
    from tests.accounts.counting import CountingHasher

    account = make_account("known@example.org", password="another horse battery")
    without = make_account("without@example.org")
    counts = []
    for one in (account, without):
        CountingHasher.count = 0
        log_in(client, one)
        counts.append(CountingHasher.count)
    CountingHasher.count = 0
    client.post("/accounts/login/", {"login": "nobody@example.org", "password": PASSWORD})
    assert [*counts, CountingHasher.count] == [1, 1, 1]
