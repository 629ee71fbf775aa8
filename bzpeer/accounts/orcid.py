"""Logging in by ORCID: what allauth asks about it, and how its answers are judged."""

import re
import time
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

import requests
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import Provider, ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import get_request_param
from django.conf import settings
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bzpeer.web import store
from bzpeer.web.htmx import show

PROVIDER = "orcid"
SHAPE = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
# What is kept of a token beside the iD: the names that a claim compares with the byline.
KEPT = ("sub", "name", "given_name", "family_name")
LONGEST_ANSWER = 64 * 1024
RETRY_SECONDS = 60
AWAY = "orcid-away"
CAME_FROM = "_orcid_came_from"
# Words that ORCID's answer may hold instead of what was asked for.
NONSENSE = (ProviderException, KeyError, TypeError, ValueError, AttributeError)


class TooSlow(requests.Timeout):
    """The seconds that a page may wait for ORCID are over."""


class AskWithNonce(OAuth2Client):
    """allauth's client, which sends no nonce by itself."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: Mapping[str, str]) -> str:
        """The address at ORCID, with a nonce that belongs to the state of this browser's session."""
        return super().get_redirect_url(authorization_url, scope, {**extra_params, "nonce": nonce_of(self.state)})


class SignedAnswers(OpenIDConnectOAuth2Adapter):
    """allauth's exchange of the code, which takes an answer without a signed token, and a token without a nonce."""

    client_class = AskWithNonce

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Who it is, by the token. Raises OAuth2Error without one."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = super()._decode_id_token(app, id_token)
        # allauth has found the state in this session before it asked for the token.
        if not constant_time_compare(str(claims.get("nonce")), nonce_of(get_request_param(self.request, "state"))):
            raise OAuth2Error("a token made for another log-in")
        return claims


class OrcidAdapter(DefaultSocialAccountAdapter):
    """allauth's adapter of this site, for accounts elsewhere; ORCID is the only elsewhere."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultSocialAccountAdapter.error_messages | {
        "connected_other": _("This ORCID iD is connected to another account."),
        "no_password": _("Set a password or add a passkey first: without ORCID you could not log in."),
        "no_verified_email": _("Confirm an e-mail address first: without ORCID you could not log in."),
    }

    def list_apps(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - allauth's signature
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        """ORCID, if the settings name it; nothing of the kind stands in the database, so no query."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Provider:
        """allauth's provider, on whose way there and back a nonce goes along."""
        found = super().get_provider(request, provider, client_id=client_id)
        found.oauth2_adapter_class = SignedAnswers
        return found

    def get_requests_session(self) -> requests.Session:
        """A session whose requests end, all of one page together, after SOCIALACCOUNT_REQUESTS_TIMEOUT seconds."""
        session = requests.Session()
        # Neither proxies nor passwords from the environment.
        session.trust_env = False
        session.request = partial(_request, session)  # type: ignore[method-assign]
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuses what is not an ORCID iD. Raises ImmediateHttpResponse with the page that says so."""
        if not is_orcid(sociallogin.account.uid):
            raise ImmediateHttpResponse(not_confirmed(request))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002 - allauth's signature
        error: str | None = None,  # noqa: ARG002
        exception: Exception | None = None,
        extra_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> None:
        """One page for everything that ORCID did not confirm, another for an ORCID that does not answer.

        Both lead back to where the person came from, a claim for one.
        """
        page = does_not_answer if isinstance(exception, requests.RequestException) else not_confirmed
        raise ImmediateHttpResponse(page(request))


def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where ORCID sends the browser back to; allauth's view, with our exchange of the code."""
    # allauth uses the state up before it knows whether ORCID answers. A refusal need not name it: then the newest.
    states = statekit.get_states(request)
    asked = get_request_param(request, "state")
    state_id = asked if asked in states else statekit.get_oldest_state(states, rev=True)
    address = states[state_id][0].get("next") if state_id else ""
    setattr(request, CAME_FROM, address if get_adapter().is_safe_url(address) else "")
    return OAuth2CallbackView.adapter_view(SignedAnswers(request, provider_id))(request)


def nonce_of(state: str) -> str:
    """The nonce that goes with a state: nobody can tell it without our key, and nothing more has to be kept."""
    return salted_hmac("bzpeer.accounts.orcid", state, algorithm="sha256").hexdigest()


def is_offered() -> bool:
    """Whether this site is registered with ORCID."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS)


def is_orcid(text: str) -> bool:
    """Whether it has the form of an iD and the right last character (ISO 7064 11-2)."""
    if not SHAPE.fullmatch(text):
        return False
    total = 0
    for digit in text.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == text[-1]


def not_confirmed(request: HttpRequest) -> HttpResponse:
    """The page of a refusal, a wrong or used state, a used code, an answer that is none."""
    return render(request, "socialaccount/authentication_error.html", _way_back(request), status=400)


def does_not_answer(request: HttpRequest) -> HttpResponse:
    """The page of an ORCID that is down or slow."""
    return show(request, "socialaccount/away.html", _way_back(request), status=503, wait=RETRY_SECONDS)


def _way_back(request: HttpRequest) -> dict[str, str]:
    return {"came_from": getattr(request, CAME_FROM, "")}


@receiver(pre_save, sender=SocialAccount, dispatch_uid="bzpeer.accounts.orcid.cut")
def keep_the_names_only(instance: SocialAccount, **_: Any) -> None:
    """Of what ORCID says only the iD and the names are kept."""
    data = instance.extra_data or {}
    claims = data.get("id_token") or data
    instance.extra_data = {name: claims[name] for name in KEPT if name in claims}


def _request(session: requests.Session, method: str, url: str, **kwargs: Any) -> requests.Response:
    limit = settings.SOCIALACCOUNT_REQUESTS_TIMEOUT
    asking = context.request
    ends = asking.__dict__.setdefault("_orcid_ends", time.monotonic() + limit)
    left = ends - time.monotonic()
    if left <= 0 or store.get(AWAY):
        raise TooSlow(url)
    kwargs |= {"timeout": left, "stream": True, "allow_redirects": False}
    try:
        return _read(requests.Session.request(session, method, url, **kwargs), ends=ends)
    except requests.RequestException:
        # Not everybody has to wait to learn what one has learnt.
        store.put(AWAY, value=True, seconds=RETRY_SECONDS)
        raise


def _read(response: requests.Response, *, ends: float) -> requests.Response:
    # Byte by byte, for a read of more would wait as long as bytes still trickle in.
    body = bytearray()
    for byte in response.iter_content(1):
        body += byte
        if time.monotonic() > ends:
            raise TooSlow(response.url)
        if len(body) > LONGEST_ANSWER:
            raise ProviderException("an answer too long")
    response._content = bytes(body)
    return response
