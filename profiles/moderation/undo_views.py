"""Taking decisions back, and reversing approved claims: a page with reason and words, then the act."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from bzpeer.db.journal import services as journal
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from profiles.claims.errors import Refused, TooMany
from profiles.claims.models import Claim, ClaimState
from profiles.moderation import rules, undoing
from profiles.moderation.access import FOUND, Desk, case_or_404
from profiles.moderation.conflicts import conflicts_of
from profiles.moderation.errors import ConflictOfInterest
from profiles.moderation.forms import ReasonForm, posted
from profiles.moderation.models import Case
from profiles.moderation.sitting import at_the_desk
from profiles.moderation.views import kept_within_limits


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def undo_decision(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Takes the decision of a case back within 30 days, with a reason. 409 when it is too late."""
    found, _conflicts = case_or_404(desk, pk)
    form = ReasonForm(posted(request), reasons=rules.UNDO_REASONS)
    lead = _("The claim is then as just sent, a case about it is open, and both sides are told.")
    if found.proposal is not None:
        lead = _(
            "The records are then as before, and the case is open. Where somebody holds one of them, a second"
            " moderator has to agree first."
        )
    texts = {
        "title": _("Undo the decision"),
        "lead": lead,
        "button": _("Undo the decision"),
        "back": reverse("moderation:case", args=[pk]),
    }

    def act() -> Case:
        return undoing.undo(desk=desk, case=found, **form.cleaned_data)

    return _with_reason(request, desk, form, texts, act)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def reverse_claim(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Reverses an approved claim: at once in its half-open week, by two people after it."""
    claim = _approved_claim_or_404(desk, pk)
    reasons = {code: rules.REASONS[rules.REJECT][code] for code in rules.REVERSAL_REASONS}
    form = ReasonForm(posted(request), reasons=reasons)
    texts = {
        "title": _("Reverse an approved claim"),
        "lead": _("In the week after the approval you decide alone. Later a second moderator has to agree."),
        "button": _("Reverse the claim"),
        "back": reverse("moderation:queue"),
    }

    def act() -> Case:
        return undoing.reverse(desk=desk, claim=claim, **form.cleaned_data)

    return _with_reason(request, desk, form, texts, act)


def _with_reason(
    request: HttpRequest, desk: Desk, form: ReasonForm, texts: dict[str, str], act: Callable[[], Case]
) -> HttpResponse:
    status, refusal = 200, ""
    if form.is_bound and form.is_valid():
        try:
            return done(request, goto=reverse("moderation:case", args=[act().pk]))
        except Refused as error:
            status, refusal = 409, str(error.words)
        except TooMany as error:
            raise kept_within_limits(desk, error) from error
        except ConflictOfInterest as conflict:
            raise Http404("no such page") from conflict
    elif form.is_bound:
        status = 422
    context = {"form": form, "refusal": refusal, **texts}
    return show(request, "profiles/moderation/reason.html", context, status=status)


def _approved_claim_or_404(desk: Desk, pk: int) -> Claim:
    claim = Claim.objects.select_related("author", "account").filter(pk=pk, state=ClaimState.APPROVED).first()
    if claim is None or not desk.is_moderator:
        raise Http404("no such claim")
    found = conflicts_of(moderators=[desk.account.pk], cases=[], claim=claim.pk, alone=desk.is_alone)
    if found:
        code = found[0].code
        journal.write(act=FOUND, actor=desk.account, object_kind="claim", object_id=claim.pk, reason=code)
        raise Http404("no such claim")
    return claim
