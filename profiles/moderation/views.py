"""The desk: queue and case. People without a role get 404, and so does a moderator with a conflict of interest."""

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bzpeer.accounts.again import has_logged_in_lately, log_in_again
from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of
from bzpeer.web.errors import TooManyRequests
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.pagination import page_of
from profiles.claims.errors import Refused, TooMany
from profiles.conversations import reporting
from profiles.moderation import deciding, overdue, rules, services
from profiles.moderation.access import Desk, case_or_404, note_conflict
from profiles.moderation.case_page import CasePage, case_page
from profiles.moderation.errors import ConflictOfInterest
from profiles.moderation.forms import CorrectionForm, DecisionForm, HandOverForm, HideForm, posted
from profiles.moderation.models import Case
from profiles.moderation.queue import PER_PAGE, Queue
from profiles.moderation.sitting import at_the_desk


@require_safe
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def queue(request: HttpRequest, desk: Desk) -> HttpResponse:
    """`?kind=` and `?assigned=` narrow the queue, unknown ones do not. Eight queries with what a session costs."""
    given = Queue(desk, kind=request.GET.get("kind", ""), assigned=request.GET.get("assigned", ""))
    place = page_of(request, total=given.total, per_page=PER_PAGE)
    context = {"desk": desk, "entries": given.entries(place), "place": place, "filters": given.filters()}
    return show(request, "profiles/moderation/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def case(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """A case with everything side by side; POST decides. 422 on a bad form, 409 when it was decided meanwhile.

    Merging or splitting a held record asks for another log-in first.
    """
    found, conflicts = case_or_404(desk, pk)
    form = DecisionForm(posted(request), kind=found.kind)
    page = case_page(found, desk=desk, conflicts=conflicts)
    if request.method != "POST":
        return case_shown(request, page, form)
    if not form.is_valid():
        return case_shown(request, page, form, status=422)
    if found.proposal is not None and found.deciders > 1 and not has_logged_in_lately(request):
        return log_in_again(request)
    try:
        _decide(desk, found, form.cleaned_data)
    except Refused as refusal:
        return case_shown(request, page, form, status=409, refusal=str(refusal.words))
    return done(request, goto=reverse("moderation:case", args=[pk]))


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def take_case(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """The moderator takes the case."""
    found, _conflicts = case_or_404(desk, pk)
    services.take(case=found, by=desk.account)
    return done(request, goto=reverse("moderation:case", args=[pk]))


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def hand_over_case(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """The case goes to a colleague without conflict of interest, or back to everybody; 422 for anybody else."""
    found, conflicts = case_or_404(desk, pk)
    page = case_page(found, desk=desk, conflicts=conflicts)
    form = HandOverForm(request.POST, colleagues=page.colleagues)
    if not form.is_valid():
        return case_shown(request, page, DecisionForm(kind=found.kind), status=422, hand_over=form)
    chosen = form.cleaned_data["to"]
    services.hand_over(case=found, by=desk.account, to=User.objects.get(pk=int(chosen)) if chosen else None)
    return done(request, goto=reverse("moderation:queue"))


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def take_back_question(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """The question to the claimant needs no answer after all."""
    found, _conflicts = case_or_404(desk, pk)
    deciding.take_back_question(desk=desk, case=found)
    return done(request, goto=reverse("moderation:case", args=[pk]))


def kept_within_limits(desk: Desk, error: TooMany) -> TooManyRequests:
    """The 429 for a moderator beyond the limit of decisions; administrators are told."""
    overdue.tell_limit(desk.account)
    return TooManyRequests(wait=error.wait)


def _decide(desk: Desk, case: Case, given: dict[str, Any]) -> None:
    try:
        if given["verdict"] == rules.ASK:
            deciding.ask(desk=desk, case=case, reason=given["reason"], words=given["words"])
        else:
            deciding.decide(desk=desk, case=case, **given)
    except ConflictOfInterest as conflict:
        note_conflict(case, desk.account, conflict.code)
        raise Http404("no such case") from conflict
    except TooMany as error:
        raise kept_within_limits(desk, error) from error


def case_shown(
    request: HttpRequest,
    page: CasePage,
    form: DecisionForm,
    *,
    status: int = 200,
    refusal: str = "",
    hand_over: HandOverForm | None = None,
    acts: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """The page of a case with the forms as they were sent; `acts` are those beside the decision, by their names."""
    title = _("%(kind)s %(number)d") % {"kind": page.kind, "number": page.case.pk}
    context = {
        "page": page,
        "case": page.case,
        "title": title,
        "form": form,
        "hand_over": hand_over or HandOverForm(colleagues=page.colleagues),
        "refusal": refusal,
        "hide_form": HideForm(fields=page.acts.hideable) if page.acts else None,
        "correct_form": CorrectionForm(),
        "reported": reporting.look_at(page.case, by=account_of(request)) if page.case.kind == Case.Kind.WORDS else None,
        **(acts or {}),
    }
    return show(request, "profiles/moderation/case.html", context, status=status)
