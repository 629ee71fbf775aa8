"""The photo's page, and the photo."""

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from profiles.researchers.editing.access import Own, holder_only
from profiles.researchers.photos import services, store
from profiles.researchers.photos.queries import photo_or_404

BYTES = 5 * 1024 * 1024
TOO_LARGE = gettext_lazy("This file is larger than 5 MB.")
UNREADABLE = gettext_lazy("We could not read this as a JPEG, PNG or WebP picture")


class PhotoForm(forms.Form):
    """One file; its name and what it says about itself are never used."""

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 5 MB. We draw it anew, without the place and date in it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": UNREADABLE, "required": gettext_lazy("Choose a file.")},
    )

    def clean_photo(self) -> UploadedFile:
        """Raises ValidationError above 5 MB."""
        file: UploadedFile = self.cleaned_data["photo"]
        if (file.size or 0) > BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


@holder_only()
def photo_page(request: HttpRequest, own: Own) -> HttpResponse:
    """GET the form; POST a new photo, or `remove`; 422 for what is no picture."""
    if request.method == "POST" and "remove" in request.POST:
        services.take_down(author=own.author, account=own.account)
        messages.success(request, _("The photo is gone."))
        return done(request, goto=f"{own.path}edit/")
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    if form.is_valid():
        try:
            services.put_up(author=own.author, account=own.account, data=form.cleaned_data["photo"].read())
        except store.NoPicture:
            form.add_error("photo", str(UNREADABLE))
        else:
            messages.success(request, _("Saved: %(part)s.") % {"part": _("Photo")})
            return done(request, goto=f"{own.path}edit/")
    context = {"own": own, "form": form, "title": _("Photo")}
    return show(request, "profiles/researchers/edit/photo.html", context, status=422 if form.errors else 200)


@require_safe
@limited("pages")
def photo(request: HttpRequest, name: str) -> HttpResponse:
    """The picture, as nothing but a picture; 404 where nobody shows it. Two queries at most."""
    answer = HttpResponse(photo_or_404(request, name), content_type="image/webp")
    answer["Content-Security-Policy"] = "sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    # Hidden or taken down, it is gone from shared caches within the minute.
    answer["Cache-Control"] = "private, no-store" if request.COOKIES else "public, max-age=60"
    return answer
