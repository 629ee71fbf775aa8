"""How many mails one address gets on anybody's request (safety.md, Rate limits)."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def may_mail(request: HttpRequest, email: str) -> bool:
    """Counts this mail; False when the address has had its share. The page says the same either way."""
    used = ratelimit.consume(request, app="allauth.account", action="mail_to_address", key=email.lower())
    return used is not None
