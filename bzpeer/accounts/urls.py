"""allauth's own addresses and names, answered our way."""

from allauth.account import views
from django.urls import path, re_path

from bzpeer.accounts.answers import account_page, log_out_page

urlpatterns = [
    path("login/", account_page(views.login), name="account_login"),
    path("logout/", log_out_page(views.logout), name="account_logout"),
    path("signup/", account_page(views.signup), name="account_signup"),
    path("inactive/", account_page(views.account_inactive), name="account_inactive"),
    path("reauthenticate/", account_page(views.reauthenticate), name="account_reauthenticate"),
    path("email/", account_page(views.email), name="account_email"),
    path("confirm-email/", account_page(views.email_verification_sent), name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", account_page(views.confirm_email), name="account_confirm_email"),
    path("password/change/", account_page(views.password_change), name="account_change_password"),
    path("password/set/", account_page(views.password_set), name="account_set_password"),
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
