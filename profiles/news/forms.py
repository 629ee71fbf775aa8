"""An address for news."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy

# No quoted part and no address of a machine (safety.md, row 33).
PLAIN = RegexValidator(r'["\[]', gettext_lazy("Enter an address like name@example.org."), inverse_match=True)


class AddressForm(forms.Form):
    """Where news should go."""

    address = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We send a link there, and nothing else until you follow it."),
        max_length=254,
        validators=[PLAIN],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
