"""A held record, for the tests of its holder's pages."""

from datetime import timedelta

from django.utils import timezone

from profiles.claims.models import Claim
from profiles.researchers.models import Researcher
from tests.factories.profiles import make_account, make_author, make_researcher, make_works
from works.models import Author


def make_held(name: str = "Ada Lovelace", *, works: int = 3, half_open: bool = False, **fields) -> Researcher:
    """An author with works that an account holds by an approved claim; `half_open` in its first week."""
    author: Author = make_author(name)
    make_works(author, works)
    account = make_account()
    now = timezone.now()
    Claim.objects.create(
        author=author,
        account=account,
        state="approved",
        rule="institution-mail",
        decided_at=now,
        half_open_until=now + timedelta(days=7) if half_open else None,
    )
    return make_researcher(author, account, **fields)
