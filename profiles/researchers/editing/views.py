"""The holder's pages: everything at a glance, and a page for each part."""

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bzpeer.web.htmx import done, show
from bzpeer.web.numbers import version_of
from profiles.claims import services as claims
from profiles.claims.errors import Refused
from profiles.claims.models import Claim, ClaimState
from profiles.claims.raising import holders_question
from profiles.moderation.report_acts import hidden_lines
from profiles.researchers.editing import services
from profiles.researchers.editing.access import Own, holder_only
from profiles.researchers.editing.forms import PARTS, PartForm


@dataclass(frozen=True, slots=True)
class Line:
    """One part on the first page: what it is called, how it stands, where it is changed."""

    title: str
    stands: str
    path: str
    waits: bool


@holder_only(reads=True)
def edit(request: HttpRequest, own: Own) -> HttpResponse:
    """What the holder's page says, with a link to change each part."""
    context = {
        "own": own,
        "lines": _lines(own),
        "hidden": hidden_lines(own.author.pk),
        "level": holders_question(own.author, own.account),
    }
    return show(request, "profiles/researchers/edit/edit.html", context)


@holder_only()
def part(request: HttpRequest, own: Own, name: str) -> HttpResponse:
    """One part: GET the form, POST the change; 422 for what cannot be, 409 when it changed meanwhile."""
    form_class = PARTS.get(name)
    if form_class is None:
        raise Http404("no such part")
    own.check(waits=form_class.waits)
    form = form_class(request.POST if request.method == "POST" else None, researcher=own.researcher)
    if request.method != "POST":
        return _form_page(request, own, form)
    if not form.is_valid():
        return _form_page(request, own, form, status=422)
    try:
        services.change(
            author=own.author,
            account=own.account,
            version=version_of(request),
            act=f"{name} changed",
            values=form.values(),
            waits=form.waits,
        )
    except services.Changed as changed:
        form.researcher = changed.researcher
        return _form_page(request, own, form, status=409, stands=form.in_words(changed.researcher))
    messages.success(request, _("Saved: %(part)s.") % {"part": form.title})
    return done(request, goto=f"{own.path}edit/")


@holder_only(reads=True)
@reauthentication_required(allow_get=True)
def give_up(request: HttpRequest, own: Own) -> HttpResponse:
    """GET says what giving up the record means; POST, after a log-in that is not old, gives it up."""
    if request.method != "POST":
        return show(request, "profiles/researchers/edit/give_up.html", {"own": own})
    try:
        claims.withdraw(claim=_claim_or_404(own), by=own.account)
    except Refused as refused:
        messages.error(request, str(refused.words))
        return done(request, goto=f"{own.path}edit/")
    messages.success(request, _("You have given up this record. It is unclaimed now."))
    return done(request, goto=own.path)


def _claim_or_404(own: Own) -> Claim:
    claim = Claim.objects.filter(author=own.author, account=own.account, state=ClaimState.APPROVED).first()
    if claim is None:
        raise Http404("no approved claim")
    return claim


def _lines(own: Own) -> Sequence[Line]:
    parts = [
        Line(
            str(form.title),
            form(researcher=own.researcher).in_words(own.researcher),
            f"{own.path}edit/{name}/",
            form.waits,
        )
        for name, form in PARTS.items()
    ]
    photo = Line(_("Photo"), _("There is one") if own.researcher.photo else "", f"{own.path}edit/photo/", waits=False)
    return [*parts, photo]


def _form_page(
    request: HttpRequest, own: Own, form: PartForm, *, status: int = 200, stands: str | None = None
) -> HttpResponse:
    context = {
        "own": own,
        "form": form,
        "title": form.title,
        "version": form.researcher.version,
        "is_changed": status == 409,
        "stands": stands,
    }
    return show(request, "profiles/researchers/edit/part.html", context, status=status)
