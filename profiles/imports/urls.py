"""The addresses of imports."""

from django.urls import path

from profiles.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("new/", views.start_import, name="start_import"),
    path("<int:pk>/", views.import_run, name="import_run"),
    path("<int:pk>/import/", views.import_previewed, name="import_previewed"),
    path("<int:pk>/stop/", views.stop_import, name="stop_import"),
    path("<int:pk>/go-on/", views.go_on_with_import, name="go_on_with_import"),
    path("<int:pk>/discard/", views.discard_preview, name="discard_preview"),
    path("<int:pk>/roll-back/", views.roll_back_import, name="roll_back_import"),
    path("<int:pk>/rejects/", views.import_rejects, name="import_rejects"),
]
