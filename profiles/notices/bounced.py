"""Whose mail came back is told so on the site: by mail it would not arrive."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.db.models.functions import Lower
from django.urls import reverse

from profiles.claims import clock
from profiles.notices import services


def tell_owners(addresses: Collection[str]) -> None:
    """The accounts with these addresses (in lower case), once a day."""
    owners = EmailAddress.objects.annotate(lower=Lower("email")).filter(lower__in=list(addresses))
    ids = set(owners.values_list("user_id", flat=True))
    key = f"mail-bounced-{clock.now():%Y-%m-%d}"
    services.tell(accounts=ids, kind="mail-bounced", about={"path": reverse("account_email")}, key=key)
