"""Who an account is to others: the record it holds, whatever was merged or renamed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from profiles.researchers.models import Researcher
from works.models import Author


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by the record they hold; without one, or with the account gone, a name withheld."""

    name: str
    path: str = ""
    author: Author | None = None
    level: int | None = None


def people_of(accounts: Iterable[int | None]) -> Mapping[int | None, Person]:
    """Each of these accounts as a person; None, which stands for a deleted one, too. One query."""
    ids = {pk for pk in accounts if pk is not None}
    held = Researcher.objects.filter(account__in=ids, author__removed_at=None).select_related("author__institution")
    found: dict[int | None, Person] = dict.fromkeys([*ids, None], Person(_("name withheld")))
    for one in held:
        found[one.account_id] = Person(one.author.name, one.author.get_absolute_url(), one.author, one.level)
    return found
