"""What one writes in a conversation."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.invitations.forms import LONGEST as LONGEST_WORDS, KeyedForm
from profiles.researchers.editing.fields import TextField

LONGEST = 4_000


class MessageForm(KeyedForm):
    """A message."""

    text = TextField(label=_("Your message"), most=LONGEST, rows=4)

    def __init__(self, data: Any = None, *, draft: str = "") -> None:
        super().__init__(data, initial={"key": uuid4(), "text": draft}, auto_id="message-%s")


class DraftForm(forms.Form):
    """What is not finished yet, kept as it is."""

    text = forms.CharField(required=False, strip=False, max_length=10 * LONGEST)
    key = forms.UUIDField()


class WordsReportForm(forms.Form):
    """What a moderator should know about somebody's words."""

    words = TextField(
        label=_("What should a moderator know?"),
        help_text=_("A moderator reads this, what you report, and nothing else you wrote to each other."),
        most=LONGEST_WORDS,
        rows=4,
    )
    blocks = forms.BooleanField(label=_("Block this person too"), required=False)
