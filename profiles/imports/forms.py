"""What an import is started from."""

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _, gettext_lazy

from profiles.imports import files
from works.importers.sources import SOURCES
from works.record.words import source_name

LABEL_LENGTH = 200


def new_key() -> str:
    """A key for one form: sent twice, it does one thing."""
    return secrets.token_hex(16)


class ImportForm(forms.Form):
    """A source, and a file: uploaded, or on the server where the site names folders for that."""

    source = forms.ChoiceField(label=gettext_lazy("Source"), error_messages={"required": gettext_lazy("Choose one.")})
    upload = forms.FileField(label=gettext_lazy("File"), required=False, widget=forms.FileInput)
    path = forms.CharField(label=gettext_lazy("Or a path on the server"), required=False, max_length=1000)
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, initial=new_key)

    def __init__(self, request: HttpRequest) -> None:
        bound = (request.POST, request.FILES) if request.method == "POST" else ()
        super().__init__(*bound)
        names = sorted((source_name(source), source) for source in SOURCES)
        self.fields["source"].choices = [("", _("Choose one")), *((source, name) for name, source in names)]  # type: ignore[attr-defined]
        most = filesizeformat(settings.IMPORT_UPLOAD_BYTES)
        self.fields["upload"].help_text = _("As the source gives it, packed or not, up to %(most)s.") % {"most": most}
        folders = ", ".join(map(str, settings.IMPORT_FOLDERS))
        self.fields["path"].help_text = _("A file or a folder below %(folders)s.") % {"folders": folders}
        if not folders:
            del self.fields["path"]

    def clean_upload(self) -> UploadedFile | None:
        """Raises ValidationError for a file that is too large."""
        upload: UploadedFile | None = self.cleaned_data["upload"]
        if upload is not None and (upload.size or 0) > settings.IMPORT_UPLOAD_BYTES:
            most = filesizeformat(settings.IMPORT_UPLOAD_BYTES)
            raise forms.ValidationError(
                _("This file is larger than %(most)s. On the server, manage.py import takes files of any size.")
                % {"most": most}
            )
        return upload

    def clean_path(self) -> list[str]:
        """The files there. Raises ValidationError for a path that may not be read."""
        typed = self.cleaned_data["path"].strip()
        try:
            return files.on_server(typed) if typed else []
        except files.NotAllowed as refused:
            raise forms.ValidationError(str(refused.words)) from refused

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two."""
        given = super().clean() or {}
        has_upload, has_path = bool(given.get("upload")), bool(given.get("path"))
        if not {"upload", "path"} & set(self.errors) and has_upload == has_path:
            self.add_error("upload", _("Choose a file.") if not has_upload else _("Give a file or a path, not both."))
        return given

    def keep(self) -> dict[str, Any]:
        """What a preview is made of; an upload is written to its place only now, when everything else is right."""
        given = self.cleaned_data
        upload: UploadedFile | None = given["upload"]
        paths = [files.keep(upload)] if upload else given["path"]
        label = (upload.name or "") if upload else self.data["path"].strip()
        return {"source": given["source"], "paths": paths, "label": label[:LABEL_LENGTH], "form_key": given["key"]}
