"""Fields for what people write: plain text, made harmless, never only blanks, never without end."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from profiles.researchers.editing.forms import limited
from profiles.researchers.editing.text import one_line, says_something, written


class TextField(forms.CharField):
    """Some lines of plain text of at most `most` characters (safety.md, row 32)."""

    def __init__(self, *, most: int, rows: int = 5, **given: Any) -> None:
        self.most = most
        messages = {"required": gettext_lazy("This has 0 characters. Write something.")}
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), strip=False, error_messages=messages, **given)

    def clean(self, value: Any) -> str:
        """Raises ValidationError with the count for a text too long, or with nothing in it to see."""
        text = written(super().clean(value))
        if not says_something(text) and (self.required or value):
            raise ValidationError(_("This has 0 characters that can be seen. Write something."))
        return limited(text, self.most)


class LineField(forms.CharField):
    """One line of plain text of at most `most` characters."""

    def __init__(self, *, most: int, **given: Any) -> None:
        self.most = most
        super().__init__(error_messages={"required": gettext_lazy("This is needed.")}, **given)

    def clean(self, value: Any) -> str:
        """Raises ValidationError for a line too long, or with nothing in it to see where one is needed."""
        text = one_line(super().clean(value))
        if not says_something(text):
            if self.required:
                raise ValidationError(_("This is needed."))
            text = ""
        return limited(text, self.most)
