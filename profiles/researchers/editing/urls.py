"""The addresses of a holder, below the profile's."""

from django.urls import path

from profiles.imports import own_views
from profiles.researchers.curating import views as work_views
from profiles.researchers.editing import views
from profiles.researchers.photos import views as photo_views

urlpatterns = [
    path("", views.edit, name="edit"),
    path("photo/", photo_views.photo_page, name="edit_photo"),
    path("works/", work_views.works, name="edit_works"),
    path("not-mine/", work_views.not_mine, name="not_mine"),
    path("not-mine/undo/", work_views.mine_after_all, name="mine_after_all"),
    path("add-work/", work_views.add_work, name="add_work"),
    path("bibtex/", own_views.add_bibtex, name="add_bibtex"),
    path("give-up/", views.give_up, name="give_up"),
    path("<slug:name>/", views.part, name="edit_part"),
]
