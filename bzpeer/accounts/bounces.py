"""Addresses whose mail came back for good: nothing goes there until they are confirmed again."""

import hmac
import json
from collections.abc import Collection
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bzpeer.accounts.models import Bounce
from bzpeer.accounts.signals import address_bounced

MOST = 1_000


@csrf_exempt
@require_POST
@cache_control(no_store=True)
def mail_bounces(request: HttpRequest) -> HttpResponse:
    """The mail server tells of addresses that do not exist: 204; 422 for what cannot be read.

    `{"addresses": [...]}` in JSON, with the HMAC-SHA-256 of the body under MAIL_BOUNCE_SECRET as hex in
    `X-Bzpeer-Signature`. 404 for anybody who does not know the secret, and where there is none.
    """
    secret, given = settings.MAIL_BOUNCE_SECRET, request.headers.get("X-Bzpeer-Signature", "")
    expected = hmac.new(secret.encode(), request.body, sha256).hexdigest()
    if not secret or not hmac.compare_digest(expected.encode(), given.encode()):
        raise Http404("no such page")
    addresses = _addresses(request.body)
    if addresses is None:
        return HttpResponse(status=422)
    mark(addresses)
    return HttpResponse(status=204)


@transaction.atomic
def mark(addresses: Collection[str]) -> None:
    """These do not exist; told again it is the same. Whoever has one of them is told by the apps above."""
    lower = sorted({address.lower() for address in addresses})
    Bounce.objects.bulk_create([Bounce(who=_key(address)) for address in lower], ignore_conflicts=True)
    address_bounced.send(sender=Bounce, addresses=lower)


def bounced(addresses: Collection[str]) -> set[str]:
    """Those of the addresses to which nothing goes, as they were given; one query."""
    key_of = {address: _key(address) for address in addresses}
    found = set(Bounce.objects.filter(who__in=key_of.values()).values_list("who", flat=True))
    return {address for address, key in key_of.items() if key in found}


@receiver(email_confirmed, dispatch_uid="bzpeer.accounts.bounces.confirmed")
def forget(email_address: EmailAddress, **_: Any) -> None:
    """A mail arrived there."""
    Bounce.objects.filter(who=_key(email_address.email)).delete()


def _key(address: str) -> str:
    # The address itself stands in the account only, or nowhere.
    return salted_hmac("bzpeer.accounts.bounces", address.lower(), algorithm="sha256").hexdigest()[:32]


def _addresses(body: bytes) -> list[str] | None:
    try:
        given = json.loads(body)["addresses"]
    except (ValueError, KeyError, TypeError):
        return None
    is_list = isinstance(given, list) and len(given) <= MOST
    return given if is_list and all(isinstance(one, str) and 0 < len(one) <= 254 for one in given) else None
