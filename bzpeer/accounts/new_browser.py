"""A password from a browser that is new to the account is not enough: a code goes to the address."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage
from allauth.account.utils import has_verified_email
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from bzpeer.accounts import known_browsers, limits, mails
from bzpeer.accounts.factors import SECOND_FACTORS


class NewBrowserCode(LoginCodeVerificationProcess):
    """allauth's code, in a mail that says what it means if its reader did not ask for it."""

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - allauth's
        """Only who gave the right password gets here, so the account exists."""
        context = {"code": self.generate_code()}
        mails.send("account/email/new_browser_code", to=email, context=context, is_asked_for=True)


class NewBrowserStage(LoginByCodeStage):
    """allauth's stage of a log-in by code, which a password from a new browser has to pass too."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Mails the code and leads to the page that takes it; `next` goes along, for a follow waits in it.

        Raises TooManyRequests.
        """
        if self.state or not is_code_due(self.request, self.login):
            return super().handle()
        email = self.login.email or self.login.user.email
        limits.take([(allowance, email.lower()) for allowance in limits.NEW_BROWSERS])
        self.state.update(NewBrowserCode.initial_state(user=self.login.user, email=email), initiated_by_user=False)
        process = NewBrowserCode(stage=self)
        process.send()
        process.persist()
        goto = urlencode({"next": self.login.redirect_url}) if self.login.redirect_url else ""
        return HttpResponseRedirect(f"{reverse(self.urlname)}?{goto}".rstrip("?")), True


def is_code_due(request: HttpRequest, login: Login) -> bool:
    """Whether this log-in is by password alone, from a browser that the account was not used from for 30 days.

    An address that was never confirmed gets no code: the link that confirms it is due first.
    """
    records = get_authentication_records(request, login.user)
    if not records or records[-1]["method"] != "password" or not has_verified_email(login.user, login.email):
        return False
    return not is_mfa_enabled(login.user, SECOND_FACTORS) and not known_browsers.is_known(request, account=login.user)
