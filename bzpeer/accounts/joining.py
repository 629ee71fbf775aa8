"""Signing up with a passkey: an address, the link that confirms it, then the passkey, all in one browser.

allauth's own switch for this (MFA_PASSKEY_SIGNUP_ENABLED) works with codes in place of links alone, because a log-in
that waits is kept in the session. So it does here: where the link is opened in another browser, the address is
confirmed, and the account is entered by a code.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.views import ConfirmEmailView
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.webauthn.forms import SignupWebAuthnForm
from allauth.mfa.webauthn.views import SignupWebAuthnView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

WAITS = "passkey_signup"


class ConfirmEmail(ConfirmEmailView):
    """allauth's page behind the link; who signs up with a passkey goes on from there."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The address is confirmed; the log-in that waits for it goes on if a passkey is to come."""
        stage = LoginStageController.enter(request, EmailVerificationStage.key)
        response: HttpResponse = super().post(request, *args, **kwargs)
        address = self.object.email_address
        if stage and stage.login.state.get(WAITS) and address.verified and stage.login.user == address.user:
            return stage.exit()
        return response


class FirstPasskey(SignupWebAuthnView):
    """allauth's page that makes the passkey and logs in; recovery codes come with it, as with every first factor."""

    def form_valid(self, form: SignupWebAuthnForm) -> HttpResponse:
        """On to the recovery codes: without them a lost device would be a lost account."""
        record_authentication(
            self.request, self._login_stage.login.user, method="mfa", type="webauthn", passwordless=True
        )
        super().form_valid(form)
        auto_generate_recovery_codes(self.request)
        return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))
