"""Who sees which photo."""

from django.http import Http404, HttpRequest

from bzpeer.accounts.requests import account_of
from profiles.moderation.models import HiddenText
from profiles.researchers.models import Researcher
from profiles.researchers.photos import store


def photo_or_404(request: HttpRequest, name: str) -> bytes:
    """The photo of that name while somebody shows it; its holder sees a hidden one too. Raises Http404."""
    held = Researcher.objects.filter(photo=name, author__removed_at__isnull=True).exclude(
        author__hidden_texts__in=HiddenText.objects.filter(field=HiddenText.Field.PHOTO, shown_again_at=None)
    )
    shown = held.values_list("hidden_fields", "account_id").first()
    if shown is None:
        raise Http404("no such photo")
    hidden_fields, holder = shown
    if "photo" in hidden_fields:
        account = account_of(request)
        if account is None or account.pk != holder:
            raise Http404("no such photo")
    data = store.read(name)
    if data is None:
        raise Http404("no such photo")
    return data
