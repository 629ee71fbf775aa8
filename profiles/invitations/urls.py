"""The addresses of invitations, and those under a record that begin one."""

from django.urls import URLPattern, include, path

from profiles.conversations import report_views
from profiles.invitations import coauthor_views, views

app_name = "invitations"
invitation_urls: list[URLPattern] = [
    path("", views.invitation, name="invitation"),
    path("accept/", views.accept, name="accept"),
    path("decline/", views.decline, name="decline"),
    path("later/", views.ask_later, name="ask_later"),
    path("withdraw/", views.withdraw, name="withdraw"),
    path("report/", report_views.report_invitation, name="report_invitation"),
    path("block/", report_views.block_sender, name="block_sender"),
]
urlpatterns = [
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<int:pk>/", include(invitation_urls)),
    path("invitations/no-more-letters/<str:token>/", coauthor_views.no_more_letters, name="no_more_letters"),
    path("researchers/<ref:ref>/invite/", views.invite, name="invite"),
    path("researchers/<ref:ref>/ask-to-claim/", coauthor_views.ask_to_claim, name="ask_to_claim"),
]
