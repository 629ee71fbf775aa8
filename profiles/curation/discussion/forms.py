"""What somebody writes in the discussion of a work."""

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.researchers.editing.fields import TextField

WORDS_LENGTH = 4_000


class CommentForm(forms.Form):
    """Plain text; addresses in it become links."""

    words = TextField(
        label=_("Your comment"),
        help_text=_("Plain text, up to 4,000 characters. It is signed with your name."),
        most=WORDS_LENGTH,
    )
