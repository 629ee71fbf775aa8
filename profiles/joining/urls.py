"""The addresses of suggestions, under the record that they are about."""

from django.urls import path

from profiles.joining import views

app_name = "joining"
urlpatterns = [
    path("researchers/<ref:ref>/suggest-merge/", views.suggest_merge, name="suggest_merge"),
    path("researchers/<ref:ref>/suggest-split/", views.suggest_split, name="suggest_split"),
]
