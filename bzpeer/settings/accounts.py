"""How people get in, and how allauth is dressed: our words, our redirects, our mails (safety.md, Accounts)."""

from typing import Any, Literal

from bzpeer.settings.env import PRODUCTION, env
from bzpeer.settings.security import RATE_LIMITS

ACCOUNT_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
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
    "request_login_code": "bzpeer.accounts.forms.AskForCodeForm",
    "confirm_login_code": "bzpeer.accounts.forms.LogInCodeForm",
}
# Every change of password or address is told to the account's address, the old one included.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# In the browser that signed up, and in no other, so that one goes on where one was.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# Somebody logged in sees the address among theirs, with what it may prove.
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "/accounts/email/"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"length": 8, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# Whoever leaves it empty logs in with a code, a passkey or ORCID.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_MAX_EMAIL_ADDRESSES = 10
# What safety.md limits is counted in PostgreSQL (`bzpeer.accounts.limits`). These few are allauth's own, against
# floods: they stand in the cache, and fall away with it.
LIMITS = {
    "login": "30/m/ip",
    "login_failed": None,
    "signup": None,
    "request_login_code": "20/m/ip",
    "reset_password": "20/m/ip",
}
ACCOUNT_RATE_LIMITS: dict[str, str | None] | Literal[False] = LIMITS if RATE_LIMITS else False

MFA_ADAPTER = "bzpeer.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# Logging in takes one confirmed address; further ones may come and go beside a second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
# A code of the minute before or after counts: clocks of telephones differ.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "bzpeer"
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Plain http is the demo's, at loopback.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_RATE_LIMITS: dict[str, str] | Literal[False] = {} if RATE_LIMITS else False
MFA_FORMS = {
    "authenticate": "bzpeer.accounts.forms.SecondFactorForm",
    "reauthenticate": "bzpeer.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "bzpeer.accounts.forms.AddCodeAppForm",
    "login_webauthn": "bzpeer.accounts.forms.LogInByPasskeyForm",
    "authenticate_webauthn": "bzpeer.accounts.forms.PasskeyFactorForm",
    "reauthenticate_webauthn": "bzpeer.accounts.forms.PasskeyAgainForm",
    "signup_webauthn": "bzpeer.accounts.forms.SignUpPasskeyForm",
    "add_webauthn": "bzpeer.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "bzpeer.accounts.forms.RenamePasskeyForm",
}

# https://orcid.org or, to try things out, https://sandbox.orcid.org; without an id there is no button.
ORCID_SITE = env.text("ORCID_SITE", "https://orcid.org").rstrip("/")
# Where public records are read, without an account there: https://pub.orcid.org, https://pub.sandbox.orcid.org.
ORCID_API = ORCID_SITE.replace("://", "://pub.", 1) + "/v3.0"
ORCID_CLIENT_ID = env.text("ORCID_CLIENT_ID", "")
SOCIALACCOUNT_ADAPTER = "bzpeer.accounts.orcid.OrcidAdapter"
SOCIALACCOUNT_FORMS = {
    "signup": "bzpeer.accounts.forms.OrcidSignUpForm",
    "disconnect": "bzpeer.accounts.forms.DisconnectOrcidForm",
}
# ORCID names no address, and one that a provider names would prove nothing here.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5


def orcid_provider(*, site: str, client_id: str, secret: str) -> dict[str, Any]:
    """allauth's `SOCIALACCOUNT_PROVIDERS` with ORCID in it, or empty without a client id."""
    if not client_id:
        return {}
    settings = {
        "server_url": site,
        "scope": ["openid"],
        # The signed token names the iD; the user-info address would tell nothing more.
        "fetch_userinfo": False,
        "oauth_pkce_enabled": True,
        "token_auth_method": "client_secret_post",
    }
    app = {"provider_id": "orcid", "name": "ORCID", "client_id": client_id, "secret": secret, "settings": settings}
    return {"openid_connect": {"APPS": [app]}}


SOCIALACCOUNT_PROVIDERS = orcid_provider(
    site=ORCID_SITE, client_id=ORCID_CLIENT_ID, secret=env.text("ORCID_CLIENT_SECRET", "")
)
