"""The addresses of erasures."""

from django.urls import path

from profiles.erasures import views

app_name = "erasures"
urlpatterns = [
    path("researchers/<ref:ref>/erase/", views.ask_erasure, name="ask_erasure"),
    path("erasures/<str:key>/", views.erasure, name="erasure"),
]
