"""Pages of collections: one's own, one of them, and what its owner does with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of, for_account
from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.numbers import number_or_0
from bzpeer.web.refs import Ref, true_address
from profiles.curation.access import work_or_404
from profiles.curation.collections import queries, services
from profiles.curation.collections.forms import CollectionForm, NoteForm, SaveForm
from profiles.curation.models import Collection
from profiles.people import people_of

TEMPLATES = "profiles/curation/collections"


@require_safe
@for_account
def collections(request: HttpRequest, account: User) -> HttpResponse:
    """All collections of the account. One query beside the session's."""
    return show(request, f"{TEMPLATES}/collections.html", {"collections": queries.collections_of(account)})


@require_safe
@limited("pages")
def collection(request: HttpRequest, ref: Ref) -> HttpResponse:
    """One collection, for its owner or, where it is public, for anybody; else 404. Three queries."""
    account = account_of(request)
    found = queries.visible_collection_or_404(ref, viewer=account)
    moved = true_address(request, ref, found)
    if moved:
        return moved
    lines, owner = queries.saved_lines(found), people_of([found.account_id])[found.account_id]
    is_own = account is not None and found.account_id == account.pk
    context = {"collection": found, "lines": lines, "owner": owner, "is_own": is_own}
    version = repr((found.title, lines, owner.name, owner.path))
    return stored_page(request, version=version, render=lambda: show(request, f"{TEMPLATES}/collection.html", context))


@require_safe
@limited("pages")
def collection_bibtex(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The works of a collection as BibTeX; seen by whom the collection is seen. Five queries."""
    found = queries.visible_collection_or_404(ref, viewer=account_of(request))
    response = HttpResponse(queries.as_bibtex(found), content_type="application/x-bibtex; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.ref}.bib"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def edit_collection(request: HttpRequest, account: User, ref: Ref) -> HttpResponse:
    """Name and readers; 422 for a bad name. 404 for whoever does not own it."""
    found = queries.own_collection_or_404(ref, account=account)
    stands = {"title": found.title, "visibility": "public" if found.is_public else "private"}
    form = CollectionForm(request.POST if request.method == "POST" else None, initial=stands)
    if form.is_bound and form.is_valid():
        changed = services.change(account=account, collection=found, **form.values)
        messages.success(request, _("Saved."))
        return done(request, goto=changed)
    context = {"collection": found, "form": form}
    return show(request, f"{TEMPLATES}/edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def delete_collection(request: HttpRequest, account: User, ref: Ref) -> HttpResponse:
    """GET asks, POST deletes. 404 for whoever does not own it."""
    found = queries.own_collection_or_404(ref, account=account)
    if request.method != "POST":
        return show(request, f"{TEMPLATES}/delete.html", {"collection": found})
    services.delete(account=account, collection=found)
    messages.success(request, _("Deleted: %(title)s.") % {"title": found.title})
    return done(request, goto="curation:collections")


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def arrange_collection(request: HttpRequest, account: User, ref: Ref) -> HttpResponse:
    """Moves a work up or down, takes it out, or writes its note: `act` says which. Another `act` does nothing.

    GET, after a log-in, goes back.
    """
    found = queries.own_collection_or_404(ref, account=account)
    if request.method != "POST":
        return done(request, goto=found)
    work_id = number_or_0(request.POST.get("work", ""))
    act = request.POST.get("act", "")
    if act == "note":
        form = NoteForm(request.POST)
        if not form.is_valid():
            context = {"collection": found, "form": form, "work_id": work_id}
            return show(request, f"{TEMPLATES}/note.html", context, status=422)
        services.note(account=account, collection=found, work_id=work_id, words=form.cleaned_data["note"])
    elif act == "remove":
        services.remove(account=account, collection=found, work_id=work_id)
    elif act in {"up", "down"}:
        services.move(account=account, collection=found, work_id=work_id, is_up=act == "up")
    return _arranged(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def save(request: HttpRequest, account: User, ref: Ref) -> HttpResponse:
    """Into which collection the work goes: GET the form, POST saves. 422 without a name, 409 where no more fit."""
    work = work_or_404(ref)
    moved = true_address(request, ref, work) if request.method != "POST" else None
    if moved:
        return moved
    own = queries.collections_of(account)
    form = SaveForm(request.POST if request.method == "POST" else None, own=own)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            saved = services.save(account=account, work=work, **form.cleaned_data)
            messages.success(request, _("Saved in %(title)s.") % {"title": saved.collection.title})
            return done(request, goto=work)
        except services.Full:
            status = 409
    context = {"work": work, "form": form, "saved_in": queries.saved_in(account, work), "is_full": status == 409}
    return show(request, f"{TEMPLATES}/save.html", context, status=status)


def _arranged(request: HttpRequest, found: Collection) -> HttpResponse:
    context = {"collection": found, "lines": queries.saved_lines(found), "is_own": True}
    return done(request, goto=found, fragment=f"{TEMPLATES}/_saved.html", context=context, trigger="arranged")
