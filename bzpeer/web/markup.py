"""The one place that calls text safe for a page; everywhere else templates escape."""

import html
import json
import re
from collections.abc import Iterable
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

MARKS = re.compile(r"&lt;(/?)(i|b|sub|sup)&gt;")
TAGS = re.compile(r"</?(?:i|b|sub|sup)>")
# Around what a search found in a text; imported texts are without controls (`works/record/text`).
HIT_START, HIT_END = "\x02", "\x03"
HITS = re.compile(f"{HIT_START}([^{HIT_START}{HIT_END}]*){HIT_END}")
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def svg(text: str) -> SafeString:
    """A drawing of `graph.drawing`, which escapes what it takes from records."""
    return mark_safe(text)  # noqa: S308 - made by our own code only


def json_ld(data: Any) -> SafeString:
    """Data for a `<script type="application/ld+json">`, unable to end it."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES))  # noqa: S308 - escaped


def marked(text: str) -> SafeString:
    """Imported text with its `i b sub sup` as marks, if they are well nested; anything else is shown as typed."""
    plain = escape(text)
    if not _is_nested(plain):
        return plain
    return mark_safe(MARKS.sub(r"<\1\2>", plain))  # noqa: S308 - escaped before, four tags without attributes


def highlighted(text: str) -> SafeString:
    """As `marked`, with what stands between the two signs of a hit in `<mark>`; a sign without its other goes."""
    found = HITS.sub(r"<mark>\1</mark>", marked(text))
    return mark_safe(re.sub(f"[{HIT_START}{HIT_END}]", "", found))  # noqa: S308 - `marked` escaped it


def filled(pattern: str, rows: Iterable[Iterable[str]], *, separator: str = "") -> SafeString:
    """`pattern`, one of ours, once for each row with the row's texts escaped in its `{}`.

    What `format_html_join` gives, at a quarter of its time: a page has several hundred names.
    """
    lines = (pattern.format(*(t if isinstance(t, SafeString) else html.escape(t) for t in row)) for row in rows)
    return mark_safe(separator.join(lines))  # noqa: S308 - every text is escaped or safe already


def unmarked(text: str) -> str:
    """Imported text without those marks, for window titles and accessible names."""
    return TAGS.sub("", text)


def _is_nested(plain: str) -> bool:
    is_open: list[str] = []
    for closing, tag in MARKS.findall(plain):
        if not closing:
            is_open.append(tag)
        elif not is_open or is_open.pop() != tag:
            return False
    return not is_open
