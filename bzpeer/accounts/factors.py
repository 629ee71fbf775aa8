"""What allauth's second factors ask the site: names, words, and whether one may go."""

from typing import ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.forms import Form
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from bzpeer.accounts.models import User
from bzpeer.accounts.signals import second_factor_ends

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class FactorAdapter(DefaultMFAAdapter):
    """allauth's adapter of this site, for passkeys, code apps and recovery codes."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("An account with a second factor takes no new address here."),
        "cannot_delete_authenticator": _(
            "Your role needs a second factor, and this is the last one. Add another one first."
        ),
        "cannot_generate_recovery_codes": _("Recovery codes need a passkey or a code app beside them."),
        "incorrect_code": _("This is not right, or it has run out. Try again."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last second factor of somebody who needs one, a moderator for example."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=SECOND_FACTORS)
        if authenticator.type not in SECOND_FACTORS or others.exclude(pk=authenticator.pk).exists():
            return True
        answers = second_factor_ends.send(sender=type(self), account=authenticator.user)
        return not any(is_needed for _receiver, is_needed in answers)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """What a new passkey is called unless its owner says otherwise."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}


class RemovePasskey(RemoveWebAuthnView):
    """allauth's page, which by itself does not ask whether the passkey may go."""

    def form_valid(self, form: Form) -> HttpResponse:
        """The passkey goes, or the page says why it does not."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            form.add_error(None, adapter.validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        return super().form_valid(form)
