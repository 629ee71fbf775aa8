"""The addresses of those whom one keeps away."""

from django.urls import path

from profiles.blocks import views

app_name = "blocks"
urlpatterns = [
    path("", views.blocks, name="blocks"),
    path("<int:pk>/unblock/", views.unblock, name="unblock"),
]
