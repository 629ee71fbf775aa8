"""Reports by anybody, and the desk's clock: the two public pages of this room."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from bzpeer.accounts.requests import account_of
from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.networks import network_of
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.claims.errors import TooMany
from profiles.moderation import reporting
from profiles.moderation.clock import DAYS, desk_clock
from profiles.moderation.forms import ReportForm, posted
from profiles.moderation.words import duration, share


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def report_record(request: HttpRequest, ref: Ref) -> HttpResponse:
    """A form that needs no account; POST files a report. 422 with what was typed kept, 429 beyond five a day."""
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author) if request.method != "POST" else None
    if moved:
        return moved
    form = ReportForm(posted(request), initial={"subject": request.GET.get("subject", "")})
    status, refusal, wait = 422 if form.is_bound else 200, "", 0
    if form.is_bound and form.is_valid():
        try:
            reporting.report(
                author=author, account=account_of(request), network=network_of(request), **form.cleaned_data
            )
            return done(request, goto=f"{author.get_absolute_url()}report/thanks/")
        except TooMany as error:
            status, refusal, wait = 429, error.words, error.wait
    context = {"author": author, "path": author.get_absolute_url(), "form": form, "refusal": refusal}
    return show(request, "profiles/moderation/report.html", context, status=status, wait=wait)


@require_safe
@limited("pages")
@cache_control(private=True, no_store=True)
def report_thanks(request: HttpRequest, ref: Ref) -> HttpResponse:
    """What happens next with a report."""
    author = visible_author_or_404(ref)
    moved = true_address(request, ref, author)
    context = {"author": author, "path": author.get_absolute_url(), "clock": reverse("moderation:clock")}
    return moved or show(request, "profiles/moderation/report_thanks.html", context)


@require_safe
@limited("pages")
def clock(request: HttpRequest) -> HttpResponse:
    """How long the desk takes, for anybody. One query."""
    figures = desk_clock()
    rows = [
        (_("Open cases"), str(figures.open_cases)),
        (_("Open cases past their due date"), str(figures.overdue)),
        (_("Cases decided"), str(figures.decided)),
        (_("Median time to decision"), duration(figures.median)),
        (_("Nine of ten decided within"), duration(figures.slowest_tenth)),
        (_("Appeals decided"), str(figures.appeals)),
        (_("Share overturned on appeal"), share(figures.overturned)),
        (_("Decided by one person where two should"), str(figures.by_one_person)),
    ]
    context = {"rows": rows, "days": DAYS}
    # The median in words changes with the page only; what was computed is the version.
    return stored_page(
        request,
        version=repr(figures),
        render=lambda: show(request, "profiles/moderation/clock.html", context),
    )
