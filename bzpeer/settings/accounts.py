"""How allauth is dressed: our words, our redirects, our mails (safety.md, Accounts)."""

from typing import Literal

from bzpeer.settings.security import RATE_LIMITS

ACCOUNT_ADAPTER = "bzpeer.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "bzpeer.accounts.forms.LogInForm",
    "signup": "bzpeer.accounts.forms.SignUpForm",
    "add_email": "bzpeer.accounts.forms.AddEmailForm",
    "change_password": "bzpeer.accounts.forms.ChangePasswordForm",
    "set_password": "bzpeer.accounts.forms.SetPasswordForm",
    "reset_password": "bzpeer.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "bzpeer.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "bzpeer.accounts.forms.ReauthenticateForm",
}
# Every change of password or address is told to the account's address, the old one included.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# allauth's own limits on attempts; `{}` keeps its defaults.
ACCOUNT_RATE_LIMITS: dict[str, str] | Literal[False] = {} if RATE_LIMITS else False
