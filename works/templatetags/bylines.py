"""`{% load bylines %}`: names on a line."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from works.record.queries import BylineName

register = template.Library()


@register.filter
def linked(byline: Iterable[BylineName]) -> SafeString:
    """Names with their links, separated by commas.

    In Python because a list of fifty works has some 250 names: as a loop in the template they took a third of
    the page's time (`speed.md`, Page).
    """
    return format_html_join(", ", "{}", ((_name(person),) for person in byline))


def _name(person: BylineName) -> SafeString:
    if person.path:
        return format_html('<a href="{}"><bdi>{}</bdi></a>', person.path, person.name)
    return format_html("<bdi>{}</bdi>", person.name)
