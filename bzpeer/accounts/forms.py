"""allauth's forms in our words: a label above, a hint where one helps, no placeholders."""

import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as code_app_forms
from allauth.mfa.webauthn import forms as passkey_forms
from allauth.socialaccount import forms as social_forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms import BooleanField, Form, HiddenInput, PasswordInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bzpeer.accounts import limits
from bzpeer.accounts.models import User
from bzpeer.web.networks import network_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# safety.md, Accounts; longer ones would only keep the hasher busy.
LONGEST_PASSWORD = 128
# How the libraries behind passkeys fail on an answer that no browser gives.
MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError, struct.error)

Words = Mapping[str, "str | StrPromise"]
EMAIL = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
AGAIN = _("The same password again")
CODE = _("Code")
NAME = _("Name")
REQUIRED = _("This is needed.")
PASSWORD_HINT = _("At least 12 characters. A short sentence is easy to remember and hard to guess.")
EMAIL_HINT = _("We send a link to it, to confirm that it is yours.")
CODE_HINT = _("From your code app, or one of your recovery codes.")


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


class CountedSignUp(Form):
    """Mixin that comes first: so many sign-ups an hour from one network."""

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """The new account, or an answer in its place. Raises TooManyRequests."""
        limits.take([(limits.SIGN_UP, network_of(request))])
        return super().try_save(request)  # type: ignore[misc]


class CountedFactor(Form):
    """Mixin that comes first: so many wrong answers of a second factor, as of a password."""

    def _clean_fields(self) -> None:
        try:
            tries = limits.take_log_in(context.request, f"factor {self.user.pk}")  # type: ignore[attr-defined]
        except ValidationError as error:
            self.add_error(None, error)
            return
        super()._clean_fields()  # type: ignore[misc]
        if not self.errors:
            limits.give_back(tries)


class SignUpForm(CountedSignUp, PlainWords, allauth_forms.SignupForm):
    """Address and a new password, typed once: it can be shown, reset, or left out."""

    labels = {"email": EMAIL, "password1": PASSWORD}
    hints = {
        "email": EMAIL_HINT,
        "password1": _(
            "Optional. At least 12 characters; a short sentence is easy to remember. "
            "Without one you log in by a code sent to your address, or by a passkey."
        ),
    }

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """The new account, or for a taken address the usual answer, after the usual time."""
        password = self.cleaned_data.get("password1")
        if self.account_already_exists and password:
            make_password(password)
        return super().try_save(request)


class OrcidSignUpForm(CountedSignUp, PlainWords, social_forms.SignupForm):
    """The address of an account that logs in by ORCID, which names none."""

    labels = {"email": EMAIL}
    hints = {"email": EMAIL_HINT}


class DisconnectOrcidForm(PlainWords, social_forms.DisconnectForm):
    """Which iD goes."""


class AddEmailForm(PlainWords, allauth_forms.AddEmailForm):
    """One more address."""

    labels = {"email": EMAIL}
    hints = {"email": EMAIL_HINT}


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

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Mails the link; beyond the limit of mails it mails nothing and says the same."""
        email = self.cleaned_data["email"]
        return super().save(request, **kwargs) if limits.may_mail(email) else email


class ResetPasswordKeyForm(PlainWords, allauth_forms.ResetPasswordKeyForm):
    """A new password, by a link from a mail."""

    labels = {"password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class ReauthenticateForm(PlainWords, allauth_forms.ReauthenticateForm):
    """The password, once more."""

    labels = {"password": PASSWORD}


class AskForCodeForm(PlainWords, allauth_forms.RequestLoginCodeForm):
    """Where the log-in code goes; `is_mailed` is False beyond the limit of mails, which the page does not tell."""

    labels = {"email": EMAIL}
    hints = {"email": _("We send a code to it that works once, for ten minutes.")}
    is_mailed = True

    def clean_email(self) -> str:
        """The address, and whose it is."""
        email = str(super().clean_email())
        self.is_mailed = limits.may_mail(email)
        return email


class LogInCodeForm(PlainWords, allauth_forms.ConfirmLoginCodeForm):
    """The code from the mail."""

    labels = {"code": CODE}
    hints = {"code": _("8 letters. Capital or small, with or without spaces.")}


class MailedCodeForm(PlainWords, allauth_forms.BaseConfirmCodeForm):
    """The code from the mail, to go on while logged in."""

    labels = LogInCodeForm.labels
    hints = LogInCodeForm.hints


class SecondFactorForm(CountedFactor, PlainWords, factor_forms.AuthenticateForm):
    """A code of the code app or a recovery code, at log-in."""

    labels = {"code": CODE}
    hints = {"code": CODE_HINT}


class SecondFactorAgainForm(CountedFactor, PlainWords, factor_forms.ReauthenticateForm):
    """The same, to go on while logged in."""

    labels = {"code": CODE}
    hints = {"code": CODE_HINT}


class AddCodeAppForm(PlainWords, code_app_forms.ActivateTOTPForm):
    """The first code of a new code app."""

    labels = {"code": CODE}
    hints = {"code": _("The 6 digits that your code app shows now.")}


class WholeCredential(Form):
    """Mixin that comes first: allauth and fido2 trip over answers with parts missing; here they are wrong answers."""

    def _clean_fields(self) -> None:
        try:
            super()._clean_fields()  # type: ignore[misc]
        except MALFORMED:
            self._refuse()

    def _clean_form(self) -> None:
        try:
            super()._clean_form()  # type: ignore[misc]
        except MALFORMED:
            self._refuse()

    def _refuse(self) -> None:
        self.add_error("credential", get_adapter().validation_error("incorrect_code"))


class LogInByPasskeyForm(WholeCredential, passkey_forms.LoginWebAuthnForm):
    """A passkey's answer, at log-in."""


class PasskeyFactorForm(CountedFactor, WholeCredential, passkey_forms.AuthenticateWebAuthnForm):
    """A passkey's answer, after a password or code."""


class PasskeyAgainForm(WholeCredential, passkey_forms.ReauthenticateWebAuthnForm):
    """A passkey's answer, to go on while logged in."""


class AddPasskeyForm(WholeCredential, PlainWords, passkey_forms.AddWebAuthnForm):
    """A new passkey and what it is called; it always logs in by itself."""

    labels = {"name": NAME}
    hints = {"name": _("How you will recognise it in the list.")}
    passwordless = BooleanField(required=False, initial=True, widget=HiddenInput)


class SignUpPasskeyForm(AddPasskeyForm):
    """The first passkey of a new account, which has no password."""


class RenamePasskeyForm(PlainWords, passkey_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    labels = {"name": NAME}
