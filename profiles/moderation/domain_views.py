"""A moderator suggests a mail domain for an institution on a record; another one decides."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from profiles.claims import own_domains
from profiles.claims.errors import Refused, TooMany
from profiles.claims.evidence import record
from profiles.claims.forms import DomainForm
from profiles.moderation.access import Desk, case_or_404
from profiles.moderation.forms import posted
from profiles.moderation.sitting import at_the_desk


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
@at_the_desk
def suggest_domain(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Institution and domain, from a case about a record; opens a case that another moderator decides."""
    found, _conflicts = case_or_404(desk, pk)
    form = DomainForm(posted(request), institutions=record.institutions(found.author))
    status, refusal = 422 if form.is_bound else 200, ""
    if form.is_bound and form.is_valid():
        try:
            own_domains.suggest(author=found.author, by=desk.account, **form.cleaned_data)
            return done(request, goto=reverse("moderation:case", args=[pk]))
        except Refused as error:
            status, refusal = 409, str(error.words)
        except TooMany as error:
            status, refusal = 429, error.words
    context = {
        "form": form,
        "refusal": refusal,
        "title": _("Suggest a mail domain"),
        "lead": _("Another moderator decides. Once accepted it counts as the domains that ROR gives do."),
        "button": _("Suggest it"),
        "back": reverse("moderation:case", args=[pk]),
    }
    return show(request, "profiles/moderation/reason.html", context, status=status)
