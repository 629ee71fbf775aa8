"""What this app asks of those above it."""

from django.dispatch import Signal

from bzpeer.accounts.models import User
from works.models import Author

# Sent with `account`; whoever knows answers with the author that it holds, or None.
held_author_asked = Signal()


def held_author(account: User | None) -> Author | None:
    """The record that an account holds, as whoever keeps such things says. None without an account."""
    if account is None:
        return None
    for _, answer in held_author_asked.send(sender=User, account=account):
        if isinstance(answer, Author):
            return answer
    return None
