"""Reports, suggestions, hidden texts and their cases follow a record that went into another."""

from collections.abc import Mapping

from django.db.models import Q

from profiles.joining.models import Proposal
from profiles.moderation.models import Case, HiddenText, Report
from works.models import Author


def carry_over(*, moves: Mapping[int, int]) -> None:
    """Called before the old rows go (old id → new id); what is about a claim goes along with the claim."""
    for old, new in moves.items():
        cases = Case.objects.filter(author=old, claim=None)
        if Case.objects.filter(author=new, kind=Case.Kind.DISPUTE, state=Case.State.OPEN).exists():
            # One open dispute a record: the one of the record that stays goes on.
            cases = cases.exclude(kind=Case.Kind.DISPUTE, state=Case.State.OPEN)
        cases.update(author=new)
        Report.objects.filter(author=old).update(author=new)
        Proposal.objects.filter(author=old).update(author=new)
        # Of each part of a page one is hidden, of reviews and comments as many as there are.
        parts = HiddenText.objects.filter(author=new, shown_again_at=None, review=None, comment=None).values("field")
        twice = Q(shown_again_at=None, review=None, comment=None, field__in=parts)
        HiddenText.objects.filter(author=old).exclude(twice).update(author=new)


def go_along(*, author: Author, new: Author) -> None:
    """What is hidden of a holder's page stays so where the holder went; its case is about that record."""
    HiddenText.objects.filter(author=author).update(author=new)
    cases = Case.objects.filter(hidden_texts__author=new)
    Report.objects.filter(cases__in=cases).update(author=new)
    Case.objects.filter(pk__in=cases.values("pk")).update(author=new)
