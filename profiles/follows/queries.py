"""Reading follows."""

from bzpeer.accounts.models import User
from profiles.follows.models import Follow
from profiles.follows.targets import Target, row_of


def is_following(account: User, target: Target) -> bool:
    """Whether the account follows it; one query."""
    return Follow.objects.filter(account=account, **row_of(target)).exists()
