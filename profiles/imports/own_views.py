"""A holder adds works from a BibTeX file: what would be added is shown first."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy

from bzpeer.web.htmx import done, show
from profiles.imports import own_works
from profiles.imports.forms import new_key
from profiles.researchers.editing.access import Own, holder_only
from works.importers.reading import NothingReadable

# As much as a form may hold without a file (`DATA_UPLOAD_MAX_MEMORY_SIZE`): 2,000 entries have room in it.
BYTES = 2_000_000
UNREADABLE = gettext_lazy("We found no entry of BibTeX in this.")
TOO_MANY = gettext_lazy(
    "This holds more than 2,000 entries. Send it in parts, or ask the site's administrator to run "
    "manage.py import bibtex FILE."
)


class BibtexForm(forms.Form):
    """A file, or what would stand in it."""

    upload = forms.FileField(
        label=gettext_lazy("BibTeX file"),
        help_text=gettext_lazy("Up to 2,000 entries and 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".bib,.txt,text/plain"}),
        required=False,
        error_messages={"empty": UNREADABLE},
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste entries here"), widget=forms.Textarea(attrs={"rows": 8}), required=False
    )
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, initial=new_key)

    def clean_upload(self) -> UploadedFile | None:
        """Raises ValidationError for a file that is too large."""
        upload: UploadedFile | None = self.cleaned_data["upload"]
        if upload is not None and (upload.size or 0) > BYTES:
            raise forms.ValidationError(_("This file is larger than 2 MB."))
        return upload

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two, as bytes."""
        given = super().clean() or {}
        upload, text = given.get("upload"), given.get("text", "")
        if "upload" not in self.errors and bool(upload) == bool(text):
            self.add_error("upload", _("Choose a file, or paste entries; one of the two."))
        given["bytes"] = upload.read() if upload else text.encode()
        return given


@holder_only(waits=True)
def add_bibtex(request: HttpRequest, own: Own) -> HttpResponse:
    """GET the form; POST entries, which shows what would be added; POST with `preview` adds it."""
    if request.method == "POST" and request.POST.get("preview", "").isdecimal():
        return _add(request, own, int(request.POST["preview"][:18]))
    form = BibtexForm(request.POST, request.FILES) if request.method == "POST" else BibtexForm()
    if form.is_valid():
        try:
            return _look(request, own, form)
        except own_works.TooManyEntries:
            form.add_error("text", str(TOO_MANY))
        except NothingReadable:
            form.add_error("text", str(UNREADABLE))
    context = {"own": own, "form": form, "title": _("Add works from a BibTeX file")}
    return show(request, "profiles/imports/add_bibtex.html", context, status=422 if form.errors else 200)


def _look(request: HttpRequest, own: Own, form: BibtexForm) -> HttpResponse:
    given = form.cleaned_data
    run, entries = own_works.look(
        researcher=own.researcher, account=own.account, text=given["bytes"], form_key=given["key"]
    )
    context = {
        "own": own,
        "run": run,
        "fitting": [entry for entry in entries if not entry.why],
        "left": [entry for entry in entries if entry.why],
    }
    return show(request, "profiles/imports/own_preview.html", context)


def _add(request: HttpRequest, own: Own, preview_id: int) -> HttpResponse:
    own_works.add(author=own.author, account=own.account, preview_id=preview_id)
    messages.success(request, _("A worker is adding your works. Your page follows within minutes."))
    return done(request, goto=f"{own.path}edit/")
