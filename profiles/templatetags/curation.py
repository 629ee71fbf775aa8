"""`{% load curation %}`: plain text as people write it, with links."""

import re

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from profiles.researchers.editing.text import is_web_address

register = template.Library()
ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")
# What ends a sentence is no part of the address before it.
AFTER = ".,;:!?)]}'"


@register.filter
def with_links(words: str) -> SafeString:
    """Paragraphs and lines as typed; `http` and `https` addresses are links, everything else is text."""
    paragraphs = re.split(r"\n\s*\n", words)
    return format_html_join("\n", "<p>{}</p>", ((_lines(paragraph),) for paragraph in paragraphs if paragraph.strip()))


def _lines(paragraph: str) -> SafeString:
    parts = ((_linked(part),) for part in ADDRESS.split(paragraph))
    return linebreaksbr(format_html_join("", "{}", parts))


def _linked(part: str) -> str:
    address = part.rstrip(AFTER)
    if not ADDRESS.fullmatch(address) or not is_web_address(address):
        return part
    after = part[len(address) :]
    return format_html('<a href="{}" rel="nofollow ugc noopener">{}</a>{}', address, address, after)
