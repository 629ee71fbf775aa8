"""The addresses of export and deletion, beside the account's own."""

from django.urls import path

from profiles.privacy import views

app_name = "privacy"
urlpatterns = [
    path("export/", views.export, name="export"),
    path("export/<int:pk>/", views.download, name="download"),
    path("delete/", views.deletion, name="deletion"),
    path("delete/keep/", views.keep, name="keep"),
]
