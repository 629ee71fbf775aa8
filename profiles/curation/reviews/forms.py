"""The template of a structured review."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from profiles.curation.models import Review
from profiles.curation.reviews.rules import KINDS, Parts
from profiles.researchers.editing.fields import LineField, TextField

WORDS_LENGTH = 4_000
PLACE_LENGTH = 120
WHERE = gettext_lazy("Where in the paper? A section, page, figure or table.")


class ReviewForm(forms.Form):
    """A strength, a concern and a method question, each with its place; one of them is enough."""

    strength = TextField(label=KINDS["strength"], most=WORDS_LENGTH, rows=4, required=False)
    strength_place = LineField(
        label=gettext_lazy("Place of the strength"), help_text=WHERE, most=PLACE_LENGTH, required=False
    )
    concern = TextField(label=KINDS["concern"], most=WORDS_LENGTH, rows=4, required=False)
    concern_place = LineField(
        label=gettext_lazy("Place of the concern"), help_text=WHERE, most=PLACE_LENGTH, required=False
    )
    question = TextField(label=KINDS["question"], most=WORDS_LENGTH, rows=4, required=False)
    question_place = LineField(
        label=gettext_lazy("Place of the question"), help_text=WHERE, most=PLACE_LENGTH, required=False
    )
    signed = forms.ChoiceField(
        label=gettext_lazy("Your name"),
        choices=(
            ("yes", gettext_lazy("Sign it with my name")),
            ("no", gettext_lazy("Readers do not see who wrote it; moderators do")),
        ),
        widget=forms.RadioSelect,
        initial="yes",
        error_messages={"required": gettext_lazy("Choose whether you sign it.")},
    )

    def __init__(self, data: Any = None, *, stands: Review | None) -> None:
        super().__init__(data, initial=_initial(stands) if stands else None)

    def clean(self) -> dict[str, Any]:
        """At least one part, and a place for each."""
        given = super().clean() or {}
        for kind in KINDS:
            if given.get(kind) and not given.get(f"{kind}_place") and f"{kind}_place" not in self.errors:
                self.add_error(f"{kind}_place", ValidationError(_("Say where in the paper this is.")))
            if given.get(f"{kind}_place") and not given.get(kind) and kind not in self.errors:
                self.add_error(kind, ValidationError(_("Say what there is at this place, or leave the place empty.")))
        if not self.errors and not any(given.get(kind) for kind in KINDS):
            self.add_error("strength", ValidationError(_("Write at least one of the three.")))
        return given

    @property
    def parts(self) -> Parts:
        """What was written, once the form is valid."""
        given = self.cleaned_data
        return {kind: [given[kind], given[f"{kind}_place"]] for kind in KINDS if given[kind]}


def _initial(stands: Review) -> dict[str, Any]:
    words = {kind: part[0] for kind, part in stands.parts.items()}
    places = {f"{kind}_place": part[1] for kind, part in stands.parts.items()}
    return words | places | {"signed": "no" if stands.is_anonymous else "yes"}
