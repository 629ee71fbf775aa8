"""What somebody may say of a collection."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from profiles.curation.models import Collection
from profiles.researchers.editing.fields import LineField, TextField

TITLE_LENGTH = 120
NOTE_LENGTH = 2_000
VISIBILITY = (
    ("private", gettext_lazy("Only I see it")),
    ("public", gettext_lazy("Everybody may see it")),
)


class CollectionForm(forms.Form):
    """Its name, and who sees it."""

    title = LineField(label=gettext_lazy("Name"), most=TITLE_LENGTH)
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who sees it"),
        choices=VISIBILITY,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who sees it.")},
    )

    @property
    def values(self) -> dict[str, Any]:
        """By column, once the form is valid."""
        return {"title": self.cleaned_data["title"], "is_public": self.cleaned_data["visibility"] == "public"}


class SaveForm(forms.Form):
    """Into which collection a work goes: one of the account's own, or a new private one."""

    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=gettext_lazy("Collection"),
        widget=forms.RadioSelect,
        required=False,
        blank=True,
        empty_label=gettext_lazy("A new one"),
    )
    title = LineField(
        label=gettext_lazy("Name of the new collection"),
        help_text=gettext_lazy("Only you see it, until you say otherwise."),
        most=TITLE_LENGTH,
        required=False,
    )
    note = TextField(label=gettext_lazy("Note"), most=NOTE_LENGTH, rows=3, required=False)

    def __init__(self, *args: Any, own: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collection"].queryset = own  # type: ignore[attr-defined]
        if not own.exists():
            self.fields["collection"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A new collection needs a name."""
        given = super().clean() or {}
        if not self.errors and not given.get("collection") and not given.get("title"):
            self.add_error("title", ValidationError(_("Give the new collection a name, or choose one above.")))
        return given


class NoteForm(forms.Form):
    """The note beside a saved work."""

    note = TextField(label=gettext_lazy("Note"), most=NOTE_LENGTH, rows=3, required=False)
