"""The form for a work that is missing on a record."""

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from profiles.researchers.curating import queries
from profiles.researchers.curating.identifiers import BIBTEX_LENGTH, identifiers_in, is_bibtex
from works.models import Work


class MissingWorkForm(forms.Form):
    """Which work is missing. `identifiers` are those that were typed, once the form is valid."""

    work = forms.CharField(
        label=gettext_lazy("arXiv id, DOI or BibTeX of the work"),
        help_text=gettext_lazy("For example 2101.00001, 10.1000/182, or an entry that holds one of them."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=BIBTEX_LENGTH,
        error_messages={"required": gettext_lazy("Give an arXiv id, a DOI or an entry of BibTeX.")},
    )

    def clean_work(self) -> Work | None:
        """The work, or None where it is not here. Raises ValidationError for what names none."""
        typed = self.cleaned_data["work"]
        self.identifiers = identifiers_in(typed)
        if not self.identifiers:
            raise forms.ValidationError(_unreadable(typed))
        return next(filter(None, map(queries.work_with, self.identifiers)), None)


def _unreadable(typed: str) -> str:
    if is_bibtex(typed):
        return _("This entry holds no DOI and no arXiv id.")
    return _("This is neither an arXiv id, as 2101.00001, nor a DOI, as 10.1000/182.")
