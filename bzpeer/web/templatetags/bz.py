"""`{% load bz %}`: what templates need beside Django's own tags."""

from datetime import date

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bzpeer.web import markup

register = template.Library()
register.filter("svg", markup.svg)
register.filter("json_ld", markup.json_ld)
register.filter("marked", markup.marked)
register.filter("highlighted", markup.highlighted)
register.filter("unmarked", markup.unmarked)


@register.filter
def grouped(number: int) -> str:
    """12345 as `12,345`."""
    return number_format(number, force_grouping=True)


@register.filter
def day(when: date | None) -> SafeString | str:
    """A date as `3 March 2026`, with the machine form; nothing for none."""
    if when is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), date_format(when, "j F Y"))


@register.simple_tag(takes_context=True)
def page_query(context: template.Context, **changes: str | int | None) -> str:
    """The address's query with `changes` made; None takes a parameter out. Always starts with `?`."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"
