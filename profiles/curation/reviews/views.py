"""Pages of structured reviews: all of a work, one with its history, and the template to write one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of
from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.numbers import version_of
from bzpeer.web.pagination import page_of
from bzpeer.web.refs import Ref, true_address
from profiles.curation import texts
from profiles.curation.access import standing_of, work_or_404
from profiles.curation.models import Review
from profiles.curation.reviews import services
from profiles.curation.reviews.forms import ReviewForm
from profiles.curation.reviews.rules import in_order
from profiles.curation.writing import form_or_done, writes
from works.models import Work


@require_safe
@limited("pages")
def reviews(request: HttpRequest, ref: Ref) -> HttpResponse:
    """All reviews of a work, newest first, twenty a page; three queries, and one to count."""
    work = work_or_404(ref)
    moved = true_address(request, ref, work)
    if moved:
        return moved
    place = page_of(request, total=texts.count_reviews(work), per_page=texts.PER_PAGE)
    shown = texts.reviews_of(work, offset=place.offset, most=texts.PER_PAGE)
    account = account_of(request)
    held = standing_of(account, work) if account else None
    context = {"work": work, "reviews": shown, "page": place, "path": work.get_absolute_url(), "held": held}
    version = f"{work.version} {shown}"
    page = "profiles/curation/reviews.html"
    return stored_page(request, version=version, render=lambda: show(request, page, context))


@require_safe
@limited("pages")
def review(request: HttpRequest, ref: Ref, pk: int) -> HttpResponse:
    """One review with its answers and what it said before; four queries, five for an account.

    404 for a hidden one, or of another work.
    """
    work = work_or_404(ref)
    found = shown_review_or_404(work, pk)
    moved = true_address(request, ref, work)
    if moved:
        return moved
    answers, earlier = texts.answers_of_authors([found.pk])[found.pk], texts.history_of(found)
    line = texts.review_line(found, answers)
    account = account_of(request)
    held = standing_of(account, work) if account else None
    context = {"work": work, "review": line, "earlier": earlier, "path": work.get_absolute_url(), "held": held}
    version = f"{work.version} {line} {earlier}"
    page = "profiles/curation/review.html"
    return stored_page(request, version=version, render=lambda: show(request, page, context))


@writes
def write_review(request: HttpRequest, account: User, work: Work) -> HttpResponse:
    """The template of a review: GET the form, POST writes it. 422, 409 and 429 keep what was typed; 403 below L2."""
    services.check_reviewer(standing_of(account, work))
    stands = texts.own_review(account, work)
    form = ReviewForm(request.POST if request.method == "POST" else None, stands=stands)

    def act() -> HttpResponse:
        services.write_review(
            account=account,
            work=work,
            parts=form.parts,
            is_anonymous=form.cleaned_data["signed"] == "no",
            version=version_of(request),
        )
        messages.success(request, _("Your review is kept."))
        return done(request, goto=f"{work.get_absolute_url()}#reviews")

    hidden = texts.is_hidden(stands)
    return form_or_done(
        request,
        form,
        act,
        context={"work": work, "title": _("Leave structured feedback"), "review": stands, "is_hidden": hidden},
        stands=lambda changed: in_order(changed.parts),
        version=version_of(request) if form.is_bound else (stands.version if stands else 0),
    )


@writes
def delete_review(request: HttpRequest, account: User, work: Work) -> HttpResponse:
    """GET asks, POST deletes one's own review. 404 where there is none."""
    if request.method != "POST":
        if texts.own_review(account, work) is None:
            raise Http404("no review")
        context = {"work": work, "title": _("Delete your review"), "what": _("It goes with its history and answers.")}
        return show(request, "profiles/curation/sure.html", context)
    services.delete_review(account=account, work=work)
    messages.success(request, _("Your review is deleted."))
    return done(request, goto=work)


def shown_review_or_404(work: Work, pk: int) -> Review:
    """The review of this number, if it is of this work and shown; one query. Raises Http404."""
    found = texts.shown_reviews().filter(work=work, pk=pk).first()
    if found is None:
        raise Http404("no such review")
    return found
