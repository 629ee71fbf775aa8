"""Mails: written once, as text, and sent as text and HTML. Subjects are fixed words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from bzpeer.accounts import letters

ADDRESS = re.compile(r"https?://\S+")
# A code stands alone, in capitals or digits.
CODE = re.compile(r"[A-Z0-9]{6,12}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a mail: words, an address to follow, or a code to type."""

    text: str
    kind: str


def compose(
    prefix: str,
    *,
    to: str,
    context: Mapping[str, Any],
    name: str = "",
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """The mail of `<prefix>_subject.txt` and `<prefix>_message.txt`; its HTML part says the same, made of the text.

    `name` is what its Message-ID is made of, for a mail that is one however often it is composed. Templates get
    `site_address`, `signup_url`, `reset_address` and `account_address` too, which start with PUBLIC_URL,
    whatever the Host header of a request said.
    """
    known = {
        "site_address": settings.PUBLIC_URL,
        "signup_url": settings.PUBLIC_URL + reverse("account_signup"),
        "reset_address": settings.PUBLIC_URL + reverse("account_reset_password"),
        "account_address": settings.PUBLIC_URL + reverse("account_overview"),
    }
    told = {**context, **known}
    subject = " ".join(render_to_string(f"{prefix}_subject.txt", told).split())
    text = render_to_string(f"{prefix}_message.txt", told).strip()
    html = render_to_string("account/email/frame.html", {"subject": subject, "paragraphs": paragraphs_of(text)})
    number = f"<{name or uuid4()}@{urlsplit(settings.PUBLIC_URL).hostname}>"
    known_by = {"Message-ID": number, "Date": formatdate(), **(headers or {})}
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=known_by)
    message.attach_alternative(html, "text/html")
    return message


def send(prefix: str, *, to: str, context: Mapping[str, Any], is_asked_for: bool = False) -> None:
    """Compose it, and leave it to a worker to send, in the current transaction (`letters.post`)."""
    letters.post(compose(prefix, to=to, context=context), is_asked_for=is_asked_for)


def paragraphs_of(text: str) -> list[Paragraph]:
    """The paragraphs of a mail's text, parted by blank lines."""
    return [_paragraph(part.strip()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _paragraph(text: str) -> Paragraph:
    if ADDRESS.fullmatch(text):
        return Paragraph(text, "address")
    return Paragraph(text, "code" if CODE.fullmatch(text) else "words")
