"""Telling the moderators of a review or a comment; no account is needed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from bzpeer.accounts.requests import account_of
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.networks import network_of
from bzpeer.web.refs import Ref
from profiles.claims.errors import TooMany
from profiles.curation.access import work_or_404
from profiles.curation.discussion.views import shown_comment_or_404
from profiles.curation.reviews.views import shown_review_or_404
from profiles.curation.texts import writer_of
from profiles.moderation import reporting
from profiles.moderation.forms import TextReportForm, posted
from profiles.moderation.rules import TEXT_SUBJECT
from works.models import Work


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def report_review(request: HttpRequest, ref: Ref, pk: int) -> HttpResponse:
    """Reports a structured review. 422 with what was typed kept, 429 beyond five a day."""
    work = work_or_404(ref)
    review = shown_review_or_404(work, pk)
    about = {"author": writer_of(review), "review": review}
    return _report(request, work, about, _("Report the review"))


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def report_comment(request: HttpRequest, ref: Ref, pk: int) -> HttpResponse:
    """Reports a comment, or what an author answers to a review; as `report_review`."""
    work = work_or_404(ref)
    comment = shown_comment_or_404(work, pk)
    about = {"author": writer_of(comment), "comment": comment}
    return _report(request, work, about, _("Report the comment"))


@require_safe
@limited("pages")
@cache_control(private=True, no_store=True)
def text_report_thanks(request: HttpRequest, ref: Ref) -> HttpResponse:
    """What happens next with a report."""
    return show(request, "profiles/curation/report_thanks.html", {"work": work_or_404(ref)})


def _report(request: HttpRequest, work: Work, about: dict[str, Any], title: str) -> HttpResponse:
    form = TextReportForm(posted(request))
    context: dict[str, Any] = {"work": work, "form": form, "title": title}
    status, wait = 422 if form.is_bound else 200, 0
    if form.is_bound and form.is_valid():
        try:
            reporting.report(
                account=account_of(request),
                network=network_of(request),
                subject=TEXT_SUBJECT,
                **about,
                **form.cleaned_data,
            )
            return done(request, goto=f"{work.get_absolute_url()}report/thanks/")
        except TooMany as error:
            status, wait, context["refusal"] = 429, error.wait, error.words
    return show(request, "profiles/curation/report.html", context, status=status, wait=wait)
