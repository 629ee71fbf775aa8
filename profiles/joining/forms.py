"""What somebody says who suggests a merge or a split."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from profiles.joining.queries import author_named
from profiles.moderation.forms import WordsField
from works.models import Author, AuthorIdentifier, Authorship

WHY = _("A shared iD, an address, a page that lists all the works: something that a moderator can look at.")


class MergeForm(forms.Form):
    """The other record, by its address."""

    other = forms.CharField(
        label=_("Address of the other record"),
        max_length=600,
        help_text=_("Copy it from the top of its page, or type its last part, like ada-lovelace-7."),
        error_messages={"required": _("Give the address of the other record.")},
    )
    words = WordsField(label=_("Why are they one person?"), help_text=WHY)

    def clean_other(self) -> Author:
        """The record itself."""
        found = author_named(self.cleaned_data["other"])
        if found is None:
            raise forms.ValidationError(gettext("No record has this address. Open its page and copy the address."))
        return found


class SplitForm(forms.Form):
    """The works, and the identifiers, of the other person."""

    works = forms.TypedMultipleChoiceField(
        label=_("Which works are another person's?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the works of the other person.")},
    )
    identifiers = forms.TypedMultipleChoiceField(
        label=_("Which identifiers are theirs too?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = WordsField(label=_("Why are they two people?"), help_text=WHY)

    def __init__(
        self,
        *args: Any,
        parts: Sequence[Sequence[Authorship]],
        carried: Sequence[AuthorIdentifier],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sizes = [len(part) for part in parts]
        self._choose("works", [(place.work_id, _titled(place)) for part in parts for place in part])
        if carried:
            self._choose("identifiers", [(one.pk, str(one)) for one in carried])
        else:
            del self.fields["identifiers"]

    def groups(self) -> list[tuple[str, list[forms.boundfield.BoundWidget]]]:
        """The boxes of the works, by the parts that evidence makes of them."""
        boxes = iter(list(self["works"]))
        heading = gettext("Part %d") if len(self.sizes) > 1 else ""
        return [
            (heading and heading % number, [next(boxes) for _box in range(size)])
            for number, size in enumerate(self.sizes, start=1)
        ]

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


def _titled(place: Authorship) -> str:
    return f"{place.work.title} ({place.work.year})" if place.work.year else place.work.title
