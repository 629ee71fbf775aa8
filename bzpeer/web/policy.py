"""The Content-Security-Policy, put together once and not once an answer (a third of the cost of an empty view)."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentPolicy(CSPMiddleware):
    """django-csp, asked only where a view changes the policy (its decorators) or a page uses a nonce."""

    @cached_property
    def usual(self) -> str:
        """The policy of the settings."""
        return build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer with its policy."""
        if "_csp_nonce" in request.__dict__ or any(name.startswith("_csp") for name in response.__dict__):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.usual)
        return response
