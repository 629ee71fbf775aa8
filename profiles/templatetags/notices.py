"""The count of new notices in the header."""

from django import template

from bzpeer.accounts.models import User
from profiles.notices.queries import COUNTED, unseen_count

register = template.Library()


@register.filter
def new_notices(account: User) -> str:
    """How many, `99+` for more; empty for none. One query, which counts no further than to a hundred."""
    number = unseen_count(account)
    return f"{COUNTED - 1}+" if number >= COUNTED else str(number or "")
