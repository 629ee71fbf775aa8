"""The Content-Security-Policy, put together once and not once an answer (a third of the cost of an empty view)."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase


@cache
def usual_policy() -> str:
    """The policy of the settings, as it stands in the header."""
    return build_policy()


class ContentPolicy(CSPMiddleware):
    """django-csp, asked only where a view changes the policy (its decorators) or a page uses a nonce."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer with its policy."""
        if "_csp_nonce" in request.__dict__ or any(name.startswith("_csp") for name in response.__dict__):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, usual_policy())
        return response
