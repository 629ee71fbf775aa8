"""Whether somebody finds the way to the desk on their account's page."""

from django import template
from django.contrib.auth.models import AnonymousUser

from bzpeer.accounts.models import User
from profiles.moderation.roles import names_of

register = template.Library()


@register.filter
def sits_at_the_desk(account: User | AnonymousUser) -> bool:
    """Whether a role of the account is awake; one query."""
    return bool(names_of(account))
