"""Addresses of the record's own pages."""

from django.urls import include, path

from profiles.record_pages import views
from works.record.views import work_citations, work_cite

app_name = "works"
work_urls = [
    path("", views.work, name="work"),
    path("cite/", work_citations, name="work_citations"),
    path("cite/<slug:fmt>/", work_cite, name="work_cite"),
]
urlpatterns = [
    path("works/<ref:ref>/", include(work_urls)),
    path("topics/<ref:ref>/", views.topic, name="topic"),
    path("institutions/<ref:ref>/", views.institution, name="institution"),
]
