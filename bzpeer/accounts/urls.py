"""allauth's own addresses and names, answered our way."""

from allauth.account import views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as code_app_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.socialaccount import views as social_views
from allauth.socialaccount.providers.openid_connect import views as orcid_views
from django.urls import include, path, re_path

from bzpeer.accounts import codes, overview
from bzpeer.accounts.again import after_log_in_again
from bzpeer.accounts.answers import account_page, leads_to_orcid, log_out_page, orcid_page
from bzpeer.accounts.factors import RemovePasskey
from bzpeer.accounts.joining import ConfirmEmail, FirstPasskey
from bzpeer.accounts.orcid import come_back

again = after_log_in_again()
again_to_act = after_log_in_again("POST")

entrance = [
    path("login/", account_page(leads_to_orcid(views.login)), name="account_login"),
    path("login/code/", account_page(codes.AskForCode.as_view()), name="account_request_login_code"),
    path("login/code/confirm/", account_page(views.confirm_login_code), name="account_confirm_login_code"),
    path("login/passkey/", account_page(passkey_views.login_webauthn), name="mfa_login_webauthn"),
    path("login/factor/", account_page(factor_views.authenticate), name="mfa_authenticate"),
    path("logout/", log_out_page(views.logout), name="account_logout"),
    path("signup/", account_page(leads_to_orcid(views.signup)), name="account_signup"),
    path("signup/passkey/", account_page(views.signup_by_passkey), name="account_signup_by_passkey"),
    path("signup/passkey/add/", account_page(FirstPasskey.as_view()), name="mfa_signup_webauthn"),
    path("inactive/", account_page(views.account_inactive), name="account_inactive"),
    path("reauthenticate/", account_page(views.reauthenticate), name="account_reauthenticate"),
    path("reauthenticate/factor/", account_page(factor_views.reauthenticate), name="mfa_reauthenticate"),
    path(
        "reauthenticate/passkey/",
        account_page(passkey_views.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("reauthenticate/code/", account_page(codes.LogInAgainByCode.as_view()), name="account_reauthenticate_by_code"),
]
addresses = [
    path("email/", account_page(again_to_act(views.email)), name="account_email"),
    path("confirm-email/", account_page(views.email_verification_sent), name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", account_page(ConfirmEmail.as_view()), name="account_confirm_email"),
]
passwords = [
    path("password/change/", account_page(views.password_change), name="account_change_password"),
    path("password/set/", account_page(again(views.password_set)), name="account_set_password"),
    path("password/reset/", account_page(views.password_reset), name="account_reset_password"),
    path("password/reset/done/", account_page(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_page(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account_page(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
passkeys = [
    path("", account_page(passkey_views.list_webauthn), name="mfa_list_webauthn"),
    path("add/", account_page(again(passkey_views.add_webauthn)), name="mfa_add_webauthn"),
    path("<int:pk>/remove/", account_page(again(RemovePasskey.as_view())), name="mfa_remove_webauthn"),
    path("<int:pk>/rename/", account_page(again(passkey_views.edit_webauthn)), name="mfa_edit_webauthn"),
]
code_app = [
    path("", account_page(again(code_app_views.activate_totp)), name="mfa_activate_totp"),
    path("remove/", account_page(again(code_app_views.deactivate_totp)), name="mfa_deactivate_totp"),
]
recovery = [
    path("", account_page(again(recovery_views.view_recovery_codes)), name="mfa_view_recovery_codes"),
    path("new/", account_page(again(recovery_views.generate_recovery_codes)), name="mfa_generate_recovery_codes"),
    path("file/", account_page(again(recovery_views.download_recovery_codes)), name="mfa_download_recovery_codes"),
]
orcid = [
    path(
        "orcid/", account_page(leads_to_orcid(again_to_act(social_views.connections))), name="socialaccount_connections"
    ),
    path("orcid/signup/", account_page(social_views.signup), name="socialaccount_signup"),
    path("oidc/<str:provider_id>/login/", orcid_page(orcid_views.login), name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", orcid_page(come_back), name="openid_connect_callback"),
]
urlpatterns = [
    path("", account_page(overview.overview), name="account_overview"),
    # allauth's own list of second factors; ours stands in the overview.
    path("", account_page(overview.overview), name="mfa_index"),
    path("sessions/", account_page(again_to_act(overview.session_list)), name="usersessions_list"),
    *entrance,
    *addresses,
    *passwords,
    *orcid,
    path("passkeys/", include(passkeys)),
    path("code-app/", include(code_app)),
    path("recovery-codes/", include(recovery)),
]
