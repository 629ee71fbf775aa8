"""The holder's pages about works: featured and hidden ones, `not mine`, a missing one."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from bzpeer.web.errors import TooManyRequests
from bzpeer.web.htmx import done, show
from bzpeer.web.numbers import is_number, version_of
from bzpeer.web.pagination import Page, page_of
from profiles.researchers.curating import queries, services
from profiles.researchers.curating.forms import MissingWorkForm
from profiles.researchers.editing.access import Own, holder_only
from profiles.researchers.editing.services import Changed
from works.identity import partings
from works.models import Work
from works.sync import requests
from works.sync.queries import Fetch, fetch_of, source_of
from works.sync.services import database_time

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
    ids = [int(given) for given in request.POST.getlist("work") if is_number(given)]
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
    if request.method != "POST" or not is_number(given):
        return done(request, goto=goto)
    try:
        services.take_back(author=own.author, account=own.account, work_id=int(given))
    except tuple(WHY) as refused:
        messages.error(request, str(WHY[type(refused)]))
    else:
        messages.success(request, _("The work is on your record again."))
    return done(request, goto=goto)


@holder_only(waits=True)
def add_work(request: HttpRequest, own: Own) -> HttpResponse:
    """GET the question; POST which work, which shows its byline, or fetches it first; POST with `place` adds it."""
    if request.method == "POST" and is_number(request.POST.get("place", "")):
        return _add(request, own, int(request.POST["place"]))
    form = MissingWorkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _question(request, own, form)
    work: Work | None = form.cleaned_data["work"]
    if work is None:
        return _fetch(request, own, form)
    context = {
        "own": own,
        "work": work,
        "is_listed": queries.is_listed(work, own.author),
        "places": queries.places_on(work, own.researcher),
    }
    return show(request, "profiles/researchers/edit/add_work_place.html", context)


def _question(request: HttpRequest, own: Own, form: MissingWorkForm) -> HttpResponse:
    context = {"own": own, "form": form, "title": _("Add a missing work")}
    return show(request, "profiles/researchers/edit/add_work.html", context, status=422 if form.errors else 200)


def _fetch(request: HttpRequest, own: Own, form: MissingWorkForm) -> HttpResponse:
    """The work is not here: its source is asked, or has been, when somebody looks again."""
    identifier = form.identifiers[0]
    fetch = fetch_of(identifier) if "again" in request.POST else None
    if fetch is not None and not fetch.place:
        form.add_error("work", _not_fetched(fetch))
        return _question(request, own, form)
    try:
        place = requests.fetch_work(identifier=identifier, account=own.account, now=database_time())
    except requests.NothingToAsk:
        form.add_error("work", _("No work with this identifier is on this site, and this site asks no source."))
        return _question(request, own, form)
    except requests.TooMany as refused:
        raise TooManyRequests(wait=int(refused.wait.total_seconds()) + 1) from refused
    context = {"own": own, "typed": form.data["work"], "place": place, "source": source_of(identifier)}
    return show(request, "profiles/researchers/edit/add_work_waiting.html", context)


def _not_fetched(fetch: Fetch) -> str:
    told = {"source": fetch.source, "trouble": fetch.trouble_in_words}
    if fetch.trouble:
        return _("%(source)s was asked for this work: %(trouble)s.") % told
    return _("%(source)s was asked for this work, and gave no record that could be taken.") % told


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
    return name.startswith("work-") and is_number(name.removeprefix("work-"))
