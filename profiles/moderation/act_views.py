"""What a moderator does about a record in a report's case: hide a text, correct a work, and take either back."""

from collections.abc import Callable

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from bzpeer.web.htmx import done
from profiles.claims.errors import Refused
from profiles.moderation import correcting, hiding
from profiles.moderation.access import Desk, case_or_404, note_conflict
from profiles.moderation.case_page import case_page
from profiles.moderation.conflicts import Conflict
from profiles.moderation.errors import ConflictOfInterest
from profiles.moderation.forms import CorrectionForm, DecisionForm, HideForm
from profiles.moderation.models import Case, HiddenText
from profiles.moderation.report_acts import report_acts
from profiles.moderation.sitting import at_the_desk
from profiles.moderation.views import case_shown
from works.models import Correction


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def hide_text(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Hides a part of the holder's page. 422 on a bad form, 409 where it is hidden already."""
    found, conflicts = _report_case_or_404(desk, pk)
    form = HideForm(request.POST, fields=report_acts(found).hideable)
    return _act(
        request, desk, (found, conflicts), ("hide_form", form),
        lambda: hiding.hide(desk=desk, case=found, **form.cleaned_data),
    )  # fmt: skip


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def show_text(request: HttpRequest, desk: Desk, pk: int, hidden: int) -> HttpResponse:
    """Shows a hidden part again."""
    found, conflicts = _report_case_or_404(desk, pk)
    text = get_object_or_404(HiddenText, pk=hidden, author=found.author_id)
    return _act(request, desk, (found, conflicts), None, lambda: hiding.show_again(desk=desk, case=found, hidden=text))


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def correct_work(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Corrects a field of a work of the record. 422 on a bad form, 409 for what cannot be."""
    found, conflicts = _report_case_or_404(desk, pk)
    form = CorrectionForm(request.POST)

    def act() -> None:
        correcting.correct(desk=desk, case=found, **form.cleaned_data)

    return _act(request, desk, (found, conflicts), ("correct_form", form), act)


@require_POST
@cache_control(private=True, no_store=True)
@at_the_desk
def take_back_correction(request: HttpRequest, desk: Desk, pk: int, correction: int) -> HttpResponse:
    """The work says again what its source says."""
    found, conflicts = _report_case_or_404(desk, pk)
    one = get_object_or_404(Correction, pk=correction, work__authorships__author=found.author_id)
    return _act(
        request, desk, (found, conflicts), None, lambda: correcting.take_back(desk=desk, case=found, correction=one)
    )


def _report_case_or_404(desk: Desk, pk: int) -> tuple[Case, list[Conflict]]:
    found, conflicts = case_or_404(desk, pk)
    if found.kind != Case.Kind.REPORT or not desk.is_moderator:
        raise Http404("no such case")
    return found, conflicts


def _act(
    request: HttpRequest,
    desk: Desk,
    case: tuple[Case, list[Conflict]],
    form: tuple[str, Form] | None,
    act: Callable[[], object],
) -> HttpResponse:
    found, conflicts = case
    status, refusal = 422, ""
    if form is None or form[1].is_valid():
        try:
            act()
            return done(request, goto=reverse("moderation:case", args=[found.pk]))
        except Refused as error:
            status, refusal = 409, str(error.words)
        except ConflictOfInterest as conflict:
            note_conflict(found, desk.account, conflict.code)
            raise Http404("no such case") from conflict
    page = case_page(found, desk=desk, conflicts=conflicts)
    acts = dict([form]) if form else {}
    return case_shown(request, page, DecisionForm(kind=found.kind), status=status, refusal=refusal, acts=acts)
