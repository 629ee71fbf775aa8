"""Who a request comes from."""

from django.conf import settings
from django.http import HttpRequest

from bzpeer.accounts.models import User


def account_of(request: HttpRequest) -> User | None:
    """The account that is logged in, or None; without a session cookie the session is not even looked at."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    return user if isinstance(user, User) and user.is_authenticated else None
