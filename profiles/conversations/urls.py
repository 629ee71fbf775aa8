"""The addresses of conversations."""

from django.urls import URLPattern, include, path

from profiles.conversations import report_views, views

app_name = "conversations"
conversation_urls: list[URLPattern] = [
    path("", views.conversation, name="conversation"),
    path("new/", views.new_messages, name="new_messages"),
    path("live/", views.live_news, name="live_news"),
    path("draft/", views.save_draft, name="save_draft"),
    path("leave/", views.leave, name="leave"),
    path("block/", report_views.block_other, name="block_other"),
    path("messages/<int:message>/report/", report_views.report_message, name="report_message"),
    path("export.json", views.export, {"kind": "json"}, name="export_json"),
    path("export.txt", views.export, {"kind": "txt"}, name="export_text"),
]
urlpatterns = [
    path("", views.conversations, name="conversations"),
    path("read-marks/", views.set_read_marks, name="set_read_marks"),
    path("<int:pk>/", include(conversation_urls)),
]
