"""The topics of an author, and the works behind one of them."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.subjects.queries import NEWEST_COUNTED, subjects_of, works_on
from works.models import Author, Topic
from works.record.queries import ranked_page


@dataclass(frozen=True, slots=True)
class AuthorTopic:
    """An author's works on one topic, by their address."""

    author: Author
    topic: Topic

    def get_absolute_url(self) -> str:
        """The page of these works."""
        return f"{self.author.get_absolute_url()}topics/{self.topic.ref}/"


@require_safe
@limited("pages")
def researcher_topics(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Every topic of an author with its newest works. Three queries."""
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author)
    if moved:
        return moved

    def render() -> HttpResponse:
        path = author.get_absolute_url()
        context = {
            "author": author,
            "path": path,
            "address": f"{settings.PUBLIC_URL}{path}topics/",
            "subjects": subjects_of(author),
            "newest_counted": NEWEST_COUNTED if author.works_count > NEWEST_COUNTED else None,
        }
        return show(request, "profiles/subjects/topics.html", context)

    return stored_page(request, version=str(author.version), render=render)


@require_safe
@limited("pages")
def researcher_topic(request: HttpRequest, ref: Ref, topic: Ref) -> HttpResponse:
    """An author's works on one topic, newest first. Three queries, four from the second page on.

    404 where the author has none.
    """
    found = AuthorTopic(visible_author_or_404(ref), get_object_or_404(Topic, pk=topic.pk))
    moved = true_address(request, Ref("", 0, f"{ref.text}/topics/{topic.text}"), found)
    if moved:
        return moved

    def render() -> HttpResponse:
        page = ranked_page(works_on(found.author, found.topic), after=request.GET.get("after", ""))
        if not page.lines:
            raise Http404("no works on this topic")
        path = found.get_absolute_url()
        context = {"author": found.author, "topic": found.topic, "page": page, "address": settings.PUBLIC_URL + path}
        return show(request, "profiles/subjects/topic.html", context)

    return stored_page(request, version=f"{found.author.version} {found.topic.version}", render=render)
