"""Every address of the site; each room lists its own."""

from django.urls import include, path

from bzpeer.accounts.bounces import mail_bounces

urlpatterns = [
    path("mail/bounces/", mail_bounces, name="mail_bounces"),
    path("", include("bzpeer.site.urls")),
    path("", include("profiles.urls")),
    path("", include("profiles.claims.urls")),
    path("", include("profiles.curation.urls")),
    path("", include("profiles.joining.urls")),
    path("", include("profiles.invitations.urls")),
    path("conversations/", include("profiles.conversations.urls")),
    path("blocked/", include("profiles.blocks.urls")),
    path("", include("profiles.moderation.urls")),
    path("", include("profiles.notices.urls")),
    path("", include("profiles.follows.urls")),
    path("", include("profiles.news.urls")),
    path("", include("profiles.feeds.urls")),
    path("imports/", include("profiles.imports.urls")),
    path("", include("profiles.erasures.urls")),
    path("", include("profiles.sitemap.urls")),
    path("", include("graph.urls")),
    path("", include("profiles.record_pages.urls")),
    path("accounts/", include("bzpeer.accounts.urls")),
    path("accounts/", include("profiles.privacy.urls")),
]

handler400 = "bzpeer.site.errors.bad_request"
handler403 = "bzpeer.site.errors.forbidden"
handler404 = "bzpeer.site.errors.not_found"
handler500 = "bzpeer.site.errors.server_error"
