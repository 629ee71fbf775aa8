"""A form whose token against forgery has run out: nothing that was typed is lost."""

import re
from dataclasses import dataclass

from django.http import HttpRequest

# Never sent back, not even to who sent them; their form asks for them again.
SECRETS = re.compile(r"password|csrf|code|credential|token", re.IGNORECASE)
LONG = 40


@dataclass(frozen=True, slots=True)
class Typed:
    """One value of a form; what is `long` was written by hand, and is shown."""

    name: str
    value: str

    @property
    def is_long(self) -> bool:
        """Whether it is worth reading before it is sent again."""
        return len(self.value) > LONG or "\n" in self.value


def typed_in(request: HttpRequest) -> list[Typed]:
    """What the form held, to be sent again; empty unless a page of ours sent it.

    Another site could fill in a form of its choice, and one press of a button here would send it.
    """
    if request.method != "POST" or not _is_from_here(request):
        return []
    lists = request.POST.lists()
    return [Typed(name, value) for name, values in lists if not SECRETS.search(name) for value in values]


def _is_from_here(request: HttpRequest) -> bool:
    origin = f"{request.scheme}://{request.get_host()}"
    return request.META.get("HTTP_SEC_FETCH_SITE") == "same-origin" or request.META.get("HTTP_ORIGIN") == origin
