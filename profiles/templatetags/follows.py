"""The block beside a topic, institution or search: follow it, or hear of it without an account."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from bzpeer.accounts.models import User
from profiles.follows.queries import is_following
from profiles.follows.targets import Target, search_of, target_of
from works.search.words import Asked

register = template.Library()


@register.inclusion_tag("profiles/follows/_follow_card.html", takes_context=True)
def follow_card(context: template.Context, kind: str, row: Any) -> dict[str, Any]:
    """A card with the button and the ways without an account; a query for somebody logged in only."""
    target = search_of(row) if isinstance(row, Asked) else target_of(row, kind)
    user = context.get("user")
    state = "nobody"
    if isinstance(user, User):
        state = "following" if is_following(user, target) else "other"
    return {"target": target, "state": state, "log_in": log_in_to(target), "csrf_token": context.get("csrf_token")}


@register.simple_tag
def target(kind: str, row: Any) -> Target:
    """The same, to be used in a page that has its own button."""
    return search_of(row) if isinstance(row, Asked) else target_of(row, kind)


def log_in_to(target: Target) -> str:
    """The address of the log-in that follows it."""
    return f"{reverse('account_login')}?{urlencode({'next': target.act('follow')})}"
