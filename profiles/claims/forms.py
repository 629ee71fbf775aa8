"""Forms of claims: one question a page."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from profiles.claims.evidence.domains import own_domain
from works.models import Institution, Work

REQUIRED = {"required": _("This is needed.")}
ANSWER_LENGTH = 4000
NOTE_LENGTH = 500
LONGEST_ADDRESS = 500


class WordsForm(forms.Form):
    """One text; the label and the hint are the page's."""

    words = forms.CharField(
        label=_("Your text"),
        max_length=ANSWER_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, label: Any = "", hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label or self.fields["words"].label
        self.fields["words"].help_text = hint


class AddressForm(forms.Form):
    """Which of the account's confirmed addresses."""

    address = forms.ChoiceField(label=_("Address"), error_messages=REQUIRED)

    def __init__(self, *args: Any, addresses: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["address"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(address, address) for address in addresses]


class PageForm(forms.Form):
    """Which of the pages that the record links; where it has an ORCID iD, also one that the ORCID record links."""

    page = forms.ChoiceField(label=_("Page"), required=False)
    linked = forms.URLField(
        label=_("A page that the ORCID record links"),
        help_text=_("As it stands there. It counts if it stood there before this claim was begun."),
        max_length=LONGEST_ADDRESS,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("This is not the address of a web page.")},
    )

    def __init__(self, *args: Any, pages: Sequence[str], has_orcid: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["page"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose one")), *((url, url) for url in pages)]
        if not pages:
            del self.fields["page"]
        if not has_orcid:
            del self.fields["linked"]

    def clean(self) -> dict[str, Any]:
        """One of the two, as `url`."""
        given = super().clean() or {}
        url = given.get("linked") or given.get("page")
        if not url and not self.errors:
            self.add_error(next(iter(self.fields), None), gettext("This is needed."))
        return given | {"url": url}


class DomainForm(forms.Form):
    """Which institution uses a mail domain, and which domain where it is not known."""

    institution = forms.ChoiceField(label=_("Institution"), error_messages=REQUIRED)
    domain = forms.CharField(
        label=_("Mail domain"),
        help_text=_("What stands after the @, as in example.edu."),
        max_length=253,
        error_messages=REQUIRED,
    )

    def __init__(self, *args: Any, institutions: Iterable[Institution], domain: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._institutions = {str(one.pk): one for one in institutions}
        self._domain = domain
        field = self.fields["institution"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose one")), *((pk, one.name) for pk, one in self._institutions.items())]
        if domain:
            del self.fields["domain"]

    def clean_institution(self) -> Institution:
        """The institution itself."""
        return self._institutions[self.cleaned_data["institution"]]

    def clean_domain(self) -> str:
        """In ASCII and lower case."""
        name = own_domain(self.cleaned_data["domain"])
        if name is None:
            raise forms.ValidationError(gettext("This is not a domain that one institution has to itself."))
        return name

    def clean(self) -> dict[str, Any]:
        """With the domain that was known before."""
        given = super().clean() or {}
        return given | {"domain": self._domain} if self._domain else given


class VouchForm(forms.Form):
    """Which work, and a line by which the collaborators know who asks."""

    work = forms.ChoiceField(
        label=_("A work that you wrote together"),
        help_text=_("Those who wrote it with you and may vouch are asked, each by mail."),
        error_messages=REQUIRED,
    )
    note = forms.CharField(
        label=_("A line to them"),
        help_text=_("So that they know it is you. They see this line and nothing else of your account."),
        max_length=NOTE_LENGTH,
        error_messages=REQUIRED,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, works: Sequence[Work], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["work"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(work.pk), work.title) for work in works]


class ConfirmForm(forms.Form):
    """A button that asks nothing."""
