"""Addresses for crawlers."""

from django.urls import path

from profiles.sitemap import views

urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap/<slug:prefix>-<int:number>.xml", views.sitemap_file, name="sitemap_file"),
]
