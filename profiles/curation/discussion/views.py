"""The discussion of a work, and what its authors answer to reviews."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bzpeer.accounts.models import User
from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.numbers import version_of
from bzpeer.web.pagination import page_of
from bzpeer.web.refs import Ref, true_address
from profiles.curation import texts
from profiles.curation.access import work_or_404
from profiles.curation.discussion import services
from profiles.curation.discussion.forms import CommentForm
from profiles.curation.errors import TooLate
from profiles.curation.models import Comment
from profiles.curation.reviews.views import shown_review_or_404
from profiles.curation.writing import form_or_done, writes
from works.models import Work


@require_safe
@limited("pages")
def discussion(request: HttpRequest, ref: Ref) -> HttpResponse:
    """All threads of a work, newest first, twenty a page; five queries."""
    work = work_or_404(ref)
    moved = true_address(request, ref, work)
    if moved:
        return moved
    place = page_of(request, total=texts.count_threads(work), per_page=texts.PER_PAGE)
    threads, count = texts.comments_of(work, offset=place.offset, most=texts.PER_PAGE)
    context = {"work": work, "threads": threads, "count": count, "page": place, "path": work.get_absolute_url()}
    version = f"{work.version} {threads} {count}"
    page = "profiles/curation/discussion.html"
    return stored_page(request, version=version, render=lambda: show(request, page, context))


@writes
def write_comment(request: HttpRequest, account: User, work: Work) -> HttpResponse:
    """A new thread: GET the form, POST writes it."""
    services.check_speaker(account, work)
    return _written(
        request, work, _("Write a comment"), None,
        lambda words: services.comment(account=account, work=work, words=words),
    )  # fmt: skip


@writes
def answer_comment(request: HttpRequest, account: User, work: Work, pk: int) -> HttpResponse:
    """An answer in a thread."""
    services.check_speaker(account, work)
    parent = shown_comment_or_404(work, pk)
    services.check_near(account, parent)
    return _written(
        request, work, _("Answer the comment"), None,
        lambda words: services.comment(account=account, work=work, words=words, parent=parent),
        quoted=parent.words,
    )  # fmt: skip


@writes
def change_comment(request: HttpRequest, account: User, work: Work, pk: int) -> HttpResponse:
    """Other words for one's own comment, within fifteen minutes; 409 after them. 404 for another's."""
    comment = own_comment_or_404(account, work, pk)
    if comment.review_id:
        raise Http404("answers to reviews are changed where they are written")
    if request.method != "POST" and not services.is_changeable(comment.made_at):
        raise TooLate
    return _written(
        request, work, _("Change your comment"), comment,
        lambda words: services.change_comment(
            account=account, comment=comment, words=words, version=version_of(request)
        ),
    )  # fmt: skip


@writes
def remove_comment(request: HttpRequest, account: User, work: Work, pk: int) -> HttpResponse:
    """GET asks, POST takes the words away. 404 for another's."""
    comment = own_comment_or_404(account, work, pk)
    if request.method != "POST":
        what = _("Its words go. Where others have answered, it says that its author removed it.")
        return show(
            request, "profiles/curation/sure.html", {"work": work, "title": _("Remove your comment"), "what": what}
        )
    services.remove_comment(account=account, comment=comment)
    messages.success(request, _("Your comment is removed."))
    return done(request, goto=where(work, comment))


@writes
def answer_review(request: HttpRequest, account: User, work: Work, pk: int) -> HttpResponse:
    """What an author of the work answers to a review; one text, changed here too. 403 for anybody else."""
    review = shown_review_or_404(work, pk)
    services.check_author(account, review)
    stands = texts.own_answer(account, review)
    return _written(
        request, work, _("Answer the review"), stands,
        lambda words: services.answer_review(
            account=account, review=review, words=words, version=version_of(request)
        ),
    )  # fmt: skip


def shown_comment_or_404(work: Work, pk: int) -> Comment:
    """The comment of this number, if it is of this work, no answer to a review, and shown. Raises Http404."""
    found = texts.shown_comments().filter(work=work, pk=pk).first()
    if found is None:
        raise Http404("no such comment")
    return found


def own_comment_or_404(account: User, work: Work, pk: int) -> Comment:
    """The account's comment of this number on this work, unless it is removed; one query. Raises Http404."""
    found = Comment.objects.filter(account=account, work=work, pk=pk, removed_at=None).first()
    if found is None:
        raise Http404("no such comment")
    return found


def where(work: Work, text: Comment) -> str:
    """The address of the block of the work's page in which the text stands."""
    return f"{work.get_absolute_url()}#{'reviews' if text.review_id else 'discussion'}"


def _written(
    request: HttpRequest,
    work: Work,
    title: str,
    stands: Comment | None,
    write: Callable[[str], Comment],
    *,
    quoted: str = "",
) -> HttpResponse:
    form = CommentForm(
        request.POST if request.method == "POST" else None, initial={"words": stands.words} if stands else None
    )

    def act() -> HttpResponse:
        written = write(form.cleaned_data["words"])
        messages.success(request, _("Your words are kept."))
        return done(request, goto=where(work, written))

    return form_or_done(
        request,
        form,
        act,
        context={"work": work, "title": title, "quoted": quoted},
        stands=lambda changed: [("", changed.words, "")],
        version=version_of(request) if form.is_bound else (stands.version if stands else 0),
    )
