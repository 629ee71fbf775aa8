"""Who may see which record: the guarded loaders of this app, and of no one else."""

from django.http import Http404

from bzpeer.web.errors import Gone
from bzpeer.web.refs import Ref
from profiles.researchers.facts import ResearcherFacts, researcher_facts
from works.models import Author, AuthorRedirect


def visible_author_or_404(ref: Ref) -> Author:
    """The author that an address names, through a merge if need be; one query, two for a merged record.

    The caller sends a request by another address on with `true_address`. Raises Http404 for an unknown id, and
    Gone for a record removed at the person's request.
    """
    author = Author.objects.filter(pk=ref.pk).first() or Author.objects.filter(redirects__old_id=ref.pk).first()
    if author is None:
        raise Http404("no such author")
    if author.removed_at is not None:
        raise Gone
    return author


def visible_facts_or_404(ref: Ref) -> ResearcherFacts:
    """As `visible_author_or_404`, for pages that show the facts of other rooms too; one query, three for a merge."""
    facts = researcher_facts(ref.pk)
    if facts is None:
        merged_into = AuthorRedirect.objects.filter(pk=ref.pk).values_list("author_id", flat=True).first()
        facts = researcher_facts(merged_into) if merged_into else None
    if facts is None:
        raise Http404("no such author")
    if facts.is_removed:
        raise Gone
    return facts
