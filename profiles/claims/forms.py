"""Forms of claims: one question a page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from works.models import Work

REQUIRED = {"required": _("This is needed.")}
STATEMENT_LENGTH = 4000
ANSWER_LENGTH = 4000
NOTE_LENGTH = 500


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
    """Which of the pages that the record links."""

    page = forms.ChoiceField(label=_("Page"), error_messages=REQUIRED)

    def __init__(self, *args: Any, pages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["page"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(url, url) for url in pages]


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
