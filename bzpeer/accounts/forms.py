"""allauth's forms in our words: a label above, a hint where one helps, no placeholders."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import forms as allauth_forms
from django.core.validators import MaxLengthValidator
from django.forms import Form, PasswordInput
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# safety.md, Accounts; longer ones would only keep the hasher busy.
LONGEST_PASSWORD = 128

Words = Mapping[str, "str | StrPromise"]
EMAIL = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
AGAIN = _("The same password again")
REQUIRED = _("This is needed.")
PASSWORD_HINT = _("At least 12 characters. A short sentence is easy to remember and hard to guess.")


class PlainWords(Form):
    """Mixin that comes first: takes the labels and hints of its class, by field name."""

    labels: ClassVar[Words] = {}
    hints: ClassVar[Words] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label or name)
            field.help_text = self.hints.get(name, "")
            field.error_messages["required"] = REQUIRED
            if isinstance(field.widget, PasswordInput):
                field.validators.append(MaxLengthValidator(LONGEST_PASSWORD))


class LogInForm(PlainWords, allauth_forms.LoginForm):
    """Address and password."""

    labels = {"login": EMAIL, "password": PASSWORD, "remember": _("Keep me logged in on this device")}


class SignUpForm(PlainWords, allauth_forms.SignupForm):
    """Address and a new password, typed once: it can be shown, and reset."""

    labels = {"email": EMAIL, "password1": PASSWORD}
    hints = {"email": _("We send a link to it, to confirm that it is yours."), "password1": PASSWORD_HINT}


class AddEmailForm(PlainWords, allauth_forms.AddEmailForm):
    """One more address."""

    labels = {"email": EMAIL}
    hints = {"email": _("We send a link to it, to confirm that it is yours.")}


class ChangePasswordForm(PlainWords, allauth_forms.ChangePasswordForm):
    """The old password and a new one."""

    labels = {"oldpassword": _("Your password now"), "password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(PlainWords, allauth_forms.SetPasswordForm):
    """A first password."""

    labels = {"password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class ResetPasswordForm(PlainWords, allauth_forms.ResetPasswordForm):
    """Where the link goes."""

    labels = {"email": EMAIL}
    hints = {"email": _("The address you log in with.")}


class ResetPasswordKeyForm(PlainWords, allauth_forms.ResetPasswordKeyForm):
    """A new password, by a link from a mail."""

    labels = {"password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class ReauthenticateForm(PlainWords, allauth_forms.ReauthenticateForm):
    """The password, once more."""

    labels = {"password": PASSWORD}
