"""Codes by mail: to log in, and to log in again for those who have nothing else."""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStage, LoginStageController
from allauth.account.views import BaseReauthenticateView, RequestLoginCodeView
from allauth.core.internal.cryptokit import generate_user_code
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from bzpeer.accounts import limits, mails
from bzpeer.accounts.forms import AskForCodeForm, MailedCodeForm
from bzpeer.accounts.requests import account_of

STATE = "mailed_code"


class AskForCode(RequestLoginCodeView):
    """allauth's page that mails a log-in code; beyond the limit of mails it mails nothing and answers the same."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:  # noqa: ARG002 - allauth's
        # Whoever comes back here wants a new code, or another way in.
        clear_login(request)

    def form_valid(self, form: AskForCodeForm) -> HttpResponse:
        """On to the page that takes the code."""
        if not form.is_mailed:
            form._user = None
            _await_code_without_mail(self.request, form.cleaned_data["email"])
            return HttpResponseRedirect(self.get_success_url())
        return super().form_valid(form)


def _await_code_without_mail(request: HttpRequest, email: str) -> None:
    login = Login(user=None, email=email)
    login.state["stages"] = {"current": LoginByCodeStage.key}
    stage = LoginByCodeStage(LoginStageController(request, login), request, login)
    stage.state.update(LoginCodeVerificationProcess.initial_state(user=None, email=email), initiated_by_user=True)
    process = LoginCodeVerificationProcess(stage=stage)
    process.add_sent_message({"email": email, "recipient": email})
    process.persist()


class LogInAgainByCode(BaseReauthenticateView):
    """A button that mails a code, then the field that takes it; 5 tries, 10 minutes."""

    form_class = MailedCodeForm
    template_name = "account/reauthenticate_by_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`send` mails a code, anything else is the code."""
        if "send" not in request.POST:
            return super().post(request, *args, **kwargs)
        _mail_code(request)
        return HttpResponseRedirect(self.passthrough_next_url(request.path))

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form compares with the code that was mailed; without one nothing is right."""
        return super().get_form_kwargs() | {"code": (_state(self.request) or {}).get("code", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether a code is on its way, and where to."""
        more = {"is_sent": _state(self.request) is not None, "email": self.request.user.email}
        return super().get_context_data(**kwargs) | more

    def form_invalid(self, form: MailedCodeForm) -> HttpResponse:
        """After the fifth wrong try the code is gone."""
        state = _state(self.request)
        if state is not None:
            state["tries"] += 1
            self.request.session[STATE] = state
        if state is None or state["tries"] >= settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS:
            self.request.session.pop(STATE, None)
        return super().form_invalid(form)

    def form_valid(self, form: MailedCodeForm) -> HttpResponse:
        """Back to what the person wanted to do."""
        del self.request.session[STATE]
        record_authentication(self.request, self.request.user, method="code", reauthenticated=True)
        return super().form_valid(form)


def _state(request: HttpRequest) -> dict[str, Any] | None:
    state: dict[str, Any] | None = request.session.get(STATE)
    if state is None or time.time() - state["at"] > settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT:
        return None
    return state


def _mail_code(request: HttpRequest) -> None:
    account = account_of(request)
    email = account.email if account else ""
    if email and limits.may_mail(email):
        code = generate_user_code(**settings.ACCOUNT_LOGIN_BY_CODE_FORMAT)
        request.session[STATE] = {"code": code, "at": time.time(), "tries": 0}
        mails.send("account/email/again_code", to=email, context={"code": code}, is_asked_for=True)
        messages.success(request, gettext("We have sent a code to %(email)s.") % {"email": email})
    else:
        messages.error(request, gettext("You have had several codes within the hour. The next one can be sent later."))
