"""Logging in by ORCID: what allauth asks about it, and how its answers are judged."""

import re
import time
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

import requests
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import ProviderException
from django.conf import settings
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bzpeer.web import store

PROVIDER = "orcid"
SHAPE = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
# What is kept of a token beside the iD: the names that a claim compares with the byline.
KEPT = ("sub", "name", "given_name", "family_name")
LONGEST_ANSWER = 64 * 1024
RETRY_SECONDS = 60
AWAY = "orcid-away"
# Words that ORCID's answer may hold instead of what was asked for.
NONSENSE = (ProviderException, KeyError, TypeError, ValueError, AttributeError)


class TooSlow(requests.Timeout):
    """The seconds that a page may wait for ORCID are over."""


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
        """One page for everything that ORCID did not confirm, another for an ORCID that does not answer."""
        is_away = isinstance(exception, requests.RequestException)
        raise ImmediateHttpResponse(does_not_answer(request) if is_away else not_confirmed(request))


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
    return render(request, "socialaccount/authentication_error.html", status=400)


def does_not_answer(request: HttpRequest) -> HttpResponse:
    """The page of an ORCID that is down or slow."""
    response = render(request, "socialaccount/away.html", status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


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
