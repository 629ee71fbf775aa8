"""The holder's pages about works: featured and hidden ones, `not mine`, a missing one."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from bzpeer.web.htmx import done, show
from bzpeer.web.pagination import Page, page_of
from profiles.researchers.curating import queries, services
from profiles.researchers.curating.identifiers import BIBTEX_LENGTH, identifiers_in, is_bibtex
from profiles.researchers.editing.access import Own, holder_only
from profiles.researchers.editing.services import Changed
from profiles.researchers.editing.views import version_of
from works.identity import partings
from works.models import Work

# More at once than this need a log-in that is not old (safety.md, section 1).
DISOWNED_FREELY = 10
HELD_ELSEWHERE = gettext_lazy(
    "Somebody else holds, or is claiming, the record on which this place is listed. Nothing was changed. Report a "
    "wrong claim on that record, and moderators decide."
)
WHY = {
    services.HeldElsewhere: HELD_ELSEWHERE,
    partings.NotThere: gettext_lazy("This place on the byline is not there any more. Nothing was changed."),
    partings.OnTheByline: gettext_lazy("You stand on the byline of this work already. Nothing was changed."),
    partings.AnotherName: gettext_lazy("This name goes with none of your names on the record. Nothing was changed."),
    partings.TooLate: gettext_lazy("This could be taken back for 30 days, which are over. Nothing was changed."),
}


@holder_only(waits=True)
def works(request: HttpRequest, own: Own) -> HttpResponse:
    """GET the works of the record, fifty a page; POST what comes first and what others do not see."""
    place = _place(request, own)
    if request.method != "POST":
        return _works_page(request, own, place)
    choices = {int(name.removeprefix("work-")): str(value) for name, value in request.POST.items() if _is_choice(name)}
    try:
        services.choose(author=own.author, account=own.account, version=version_of(request), choices=choices)
    except services.TooManyFeatured:
        wrong = ngettext(
            "At most %(most)s work comes first.", "At most %(most)s works come first.", services.FEATURED_MOST
        )
        return _works_page(request, own, place, chosen=choices, wrong=wrong % {"most": services.FEATURED_MOST})
    except Changed as changed:
        return _works_page(request, own, place, chosen=choices, version=changed.researcher.version)
    messages.success(request, _("Saved: %(part)s.") % {"part": _("Featured and hidden works")})
    return done(request, goto=f"{own.path}edit/works/?page={place.number}")


def _disowns_many(request: HttpRequest) -> bool:
    return request.method == "POST" and len(request.POST.getlist("work")) > DISOWNED_FREELY


@holder_only(waits=True)
@reauthentication_required(enabled=_disowns_many)
def not_mine(request: HttpRequest, own: Own) -> HttpResponse:
    """GET the works, and what can be taken back; POST the works that are not the holder's."""
    place = _place(request, own)
    context = {
        "own": own,
        "place": place,
        "works": queries.own_works(own.researcher, place),
        "disowned": queries.disowned(own.author),
    }
    if request.method != "POST":
        return show(request, "profiles/researchers/edit/not_mine.html", context)
    ids = [int(given) for given in request.POST.getlist("work") if _is_id(given)]
    count = services.disown(author=own.author, account=own.account, work_ids=ids) if ids else 0
    if not count:
        wrong = _("Choose the works that are not yours.")
        return show(request, "profiles/researchers/edit/not_mine.html", context | {"wrong": wrong}, status=422)
    taken = ngettext(
        "%(count)s work is on its own record now. You can take this back for 30 days.",
        "%(count)s works are on records of their own now. You can take this back for 30 days.",
        count,
    )
    messages.success(request, taken % {"count": count})
    return done(request, goto=f"{own.path}edit/not-mine/")


@holder_only(waits=True)
def mine_after_all(request: HttpRequest, own: Own) -> HttpResponse:
    """POST takes one `not mine` back."""
    goto = f"{own.path}edit/not-mine/"
    given = request.POST.get("work", "")
    if request.method != "POST" or not _is_id(given):
        return done(request, goto=goto)
    try:
        services.take_back(author=own.author, account=own.account, work_id=int(given))
    except tuple(WHY) as refused:
        messages.error(request, str(WHY[type(refused)]))
    else:
        messages.success(request, _("The work is on your record again."))
    return done(request, goto=goto)


class MissingWorkForm(forms.Form):
    """Which work is missing."""

    work = forms.CharField(
        label=gettext_lazy("arXiv id, DOI or BibTeX of the work"),
        help_text=gettext_lazy("For example 2101.00001, 10.1000/182, or an entry that holds one of them."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=BIBTEX_LENGTH,
        error_messages={"required": gettext_lazy("Give an arXiv id, a DOI or an entry of BibTeX.")},
    )

    def clean_work(self) -> Work:
        """The work, from the database. Raises ValidationError for what names none that is here."""
        typed = self.cleaned_data["work"]
        identifiers = identifiers_in(typed)
        if not identifiers:
            raise forms.ValidationError(_unreadable(typed))
        found = next(filter(None, map(queries.work_with, identifiers)), None)
        if found is None:
            raise forms.ValidationError(
                _(
                    "No work with this identifier is on this site yet. Works are found here among those that were "
                    "imported; fetching others from arXiv, Crossref and OpenAlex comes with a later release."
                )
            )
        return found


@holder_only(waits=True)
def add_work(request: HttpRequest, own: Own) -> HttpResponse:
    """GET the question; POST which work, which shows its byline; POST with `place` adds it."""
    if request.method == "POST" and _is_id(request.POST.get("place", "")):
        return _add(request, own, int(request.POST["place"]))
    form = MissingWorkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"own": own, "form": form, "title": _("Add a missing work")}
        return show(request, "profiles/researchers/edit/add_work.html", context, status=422 if form.errors else 200)
    work: Work = form.cleaned_data["work"]
    context = {
        "own": own,
        "work": work,
        "is_listed": queries.is_listed(work, own.author),
        "places": queries.places_on(work, own.researcher),
    }
    return show(request, "profiles/researchers/edit/add_work_place.html", context)


def _add(request: HttpRequest, own: Own, authorship_id: int) -> HttpResponse:
    try:
        services.add(author=own.author, account=own.account, authorship_id=authorship_id)
    except tuple(WHY) as refused:
        context = {"own": own, "why": WHY[type(refused)]}
        return show(request, "profiles/researchers/edit/not_added.html", context, status=409)
    messages.success(request, _("The work is on your record. Its page and yours follow within a minute."))
    return done(request, goto=f"{own.path}edit/")


def _works_page(
    request: HttpRequest,
    own: Own,
    place: Page,
    *,
    chosen: dict[int, str] | None = None,
    wrong: str = "",
    version: int | None = None,
) -> HttpResponse:
    context = {
        "own": own,
        "place": place,
        "works": queries.own_works(own.researcher, place, chosen=chosen),
        "wrong": wrong,
        "version": version or own.researcher.version,
        "is_changed": version is not None,
    }
    status = 422 if wrong else 409 if version is not None else 200
    return show(request, "profiles/researchers/edit/works.html", context, status=status)


def _place(request: HttpRequest, own: Own) -> Page:
    return page_of(request, total=own.author.works_count, per_page=queries.PER_PAGE)


def _is_choice(name: str) -> bool:
    return name.startswith("work-") and _is_id(name.removeprefix("work-"))


def _is_id(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) <= 18


def _unreadable(typed: str) -> str:
    if is_bibtex(typed):
        return _("This entry holds no DOI and no arXiv id.")
    return _("This is neither an arXiv id, as 2101.00001, nor a DOI, as 10.1000/182.")
