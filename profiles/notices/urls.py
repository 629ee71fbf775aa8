"""The addresses of notices."""

from django.urls import path

from profiles.notices import views

app_name = "notices"
urlpatterns = [
    path("notifications/", views.notices, name="notices"),
    path("notifications/new/", views.new_notices, name="new_notices"),
    path("notifications/seen/", views.see_notices, name="see_notices"),
    path("notifications/settings/", views.notice_settings, name="notice_settings"),
    path("notifications/unsubscribe/<str:key>/", views.unsubscribe, name="unsubscribe"),
]
