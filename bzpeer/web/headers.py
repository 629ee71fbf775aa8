"""Turns away what no view should see, and sees to it that every answer carries its headers."""

from collections.abc import Callable

from csp.constants import HEADER as POLICY
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from bzpeer.web.errors import error_page
from bzpeer.web.policy import usual_policy

Answer = Callable[[HttpRequest], HttpResponse]
# safety.md, rows 24 and 35.
QUERY_BYTES = 16 * 1024
QUERY_PARAMETERS = 100
HEADER_BYTES = 32 * 1024
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
METHODS = {*SAFE_METHODS, "POST", "PUT", "PATCH", "DELETE"}
# All off but passkeys.
PERMISSIONS = ", ".join(
    [
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
                "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection",
                "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
                "screen-wake-lock", "serial", "usb", "window-management", "xr-spatial-tracking",
            )
        ),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)  # fmt: skip


class Headers:
    """Outermost middleware.

    Django and django-csp set most of these headers too, but not on what is answered before them: a request that
    is turned away, a static file.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.usual = {
            POLICY: usual_policy(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": PERMISSIONS,
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with our headers; 400, 403, 405, 414 or 431 for a request that goes no further."""
        status = refusal_of(request)
        response = error_page(request, status) if status else self.get_response(request)
        if status == 405:
            response.headers["Allow"] = ", ".join(sorted(METHODS))
        for name, value in self.usual.items():
            response.headers.setdefault(name, value)
        if request.COOKIES:
            # Nothing made for one person is kept for the next, whoever forgot to say so.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def refusal_of(request: HttpRequest) -> int | None:
    """The status with which this request is turned away, or None."""
    meta = request.META
    if request.method not in METHODS:
        return 405
    if request.method not in SAFE_METHODS and meta.get("HTTP_SEC_FETCH_SITE") == "cross-site":
        return 403
    query = meta.get("QUERY_STRING", "")
    if len(query) > QUERY_BYTES:
        return 414
    if query.count("&") >= QUERY_PARAMETERS:
        return 400
    if sum(len(value) for name, value in meta.items() if name.startswith("HTTP_")) > HEADER_BYTES:
        return 431
    return None
