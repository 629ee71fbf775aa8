"""`{% load bylines %}`: names on a line."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from bzpeer.web.markup import filled
from works.record.queries import BylineName

register = template.Library()
LINKED = '<a href="{}"><bdi>{}</bdi></a>'


@register.filter
def linked(byline: Iterable[BylineName]) -> SafeString:
    """Names with their links, separated by commas.

    In Python because a list of fifty works has some 250 names: as a loop in the template they took a third of
    the page's time (`speed.md`, Page).
    """
    return filled("{}", ((_name(person),) for person in byline), separator=", ")


def _name(person: BylineName) -> SafeString:
    return filled(LINKED, [(person.path, person.name)]) if person.path else filled("<bdi>{}</bdi>", [(person.name,)])
