"""The forms of an erasure: asking for it, and each way to show control."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.moderation.forms import REQUIRED, WordsField


class AskForm(forms.Form):
    """What the person wants a moderator to know; nothing of it is needed."""

    words = WordsField(
        label=_("What should a moderator know?"),
        required=False,
        help_text=_("Not needed, and kept only until it is decided. No papers, please."),
    )
    email = forms.EmailField(
        label=_("E-mail address for the answer"),
        required=False,
        max_length=254,
        help_text=_("Not needed. It is deleted once you have the answer."),
    )


class AnswerForm(forms.Form):
    """The answer to a moderator's question."""

    words = WordsField(label=_("Your answer"), help_text=_("Only moderators read it. No papers, please."))


class AddressForm(forms.Form):
    """Where a code goes."""

    address = forms.EmailField(
        label=_("Your e-mail address on the record"), max_length=254, error_messages={"required": REQUIRED}
    )


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=20,
        error_messages={"required": REQUIRED},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


class PageForm(forms.Form):
    """Which of the pages that the record links will carry the line."""

    url = forms.ChoiceField(
        label=_("Your page"), widget=forms.RadioSelect, error_messages={"required": _("Choose a page.")}
    )

    def __init__(self, *args: Any, pages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].choices = [(url, url) for url in pages]  # type: ignore[attr-defined]
