"""What allauth's second factors ask the site: names, words."""

from typing import ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from bzpeer.accounts.models import User


class FactorAdapter(DefaultMFAAdapter):
    """allauth's adapter of this site, for passkeys, code apps and recovery codes."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("An account with a second factor takes no new address here."),
        "cannot_delete_authenticator": _("Your role needs a second factor: add another one first."),
        "cannot_generate_recovery_codes": _("Recovery codes need a passkey or a code app beside them."),
        "incorrect_code": _("This is not right, or it has run out. Try again."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """What a new passkey is called unless its owner says otherwise."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}
