"""Which work is meant, whose it is, and how often somebody may say something of works."""

from django.db.models import Exists, OuterRef

from bzpeer.accounts import limits
from bzpeer.accounts.models import User
from bzpeer.web.refs import Ref
from profiles.researchers.models import Researcher
from works.models import Authorship, Work
from works.record.finding import found_or_404

# safety.md, Rate limits.
MARKS = limits.Allowance("mark works", 120, 3600)
TEXTS = limits.Allowance("write of works", 10, 3600)


def work_or_404(ref: Ref) -> Work:
    """The work that an address names, through a merge if need be, with its stored figures; one query, two for a merge.

    Raises Http404.
    """
    return found_or_404(Work.objects.select_related("feedback").defer("byline", "team"), ref.pk)


def is_own(work: Work, account: User) -> bool:
    """Whether the account holds the record of one of the work's authors; one query."""
    return Authorship.objects.filter(work=work, author__researcher__account=account).exists()


def standing_of(account: User, work: Work) -> Researcher | None:
    """The record that the account holds, None while it is out of sight; one query.

    `is_own` on it says whether the work stands in it.
    """
    own = Authorship.objects.filter(work=work, author=OuterRef("author"))
    held = Researcher.objects.filter(account=account, author__removed_at=None).annotate(is_own=Exists(own))
    return held.select_related("author").first()


def count(allowance: limits.Allowance, account: User) -> None:
    """One act more. Raises TooManyRequests with the wait once the allowance is used up."""
    limits.take([(allowance, f"account {account.pk}")])
