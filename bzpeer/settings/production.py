"""What production never runs with (safety.md, Running it); the servers are judged in `bzpeer/db/safeguards.py`."""

import ipaddress
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

SHORTEST_SECRET = 50


def faults(settings: Mapping[str, Any]) -> list[str]:
    """Every reason why these settings must not serve the public, in words; empty when there is none."""
    return [words for words, is_wrong in RULES if is_wrong(settings)]


def _is_weak_secret(settings: Mapping[str, Any]) -> bool:
    secret = settings["SECRET_KEY"]
    return (
        len(secret) < SHORTEST_SECRET
        or len(set(secret)) < 5
        or secret.startswith(("development-only-", "django-insecure-"))
    )


def _are_cookies_plain(settings: Mapping[str, Any]) -> bool:
    return not (settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"])


def _is_mail_unsent(settings: Mapping[str, Any]) -> bool:
    return not settings["EMAIL_BACKEND"].endswith("smtp.EmailBackend") or not settings["EMAIL_HOST"]


def _may_tasks_run_twice(settings: Mapping[str, Any]) -> bool:
    return settings["CELERY_BROKER_TRANSPORT_OPTIONS"]["visibility_timeout"] <= settings["CELERY_TASK_TIME_LIMIT"]


def _is_broker_open(settings: Mapping[str, Any]) -> bool:
    address = urlsplit(settings["CELERY_BROKER_URL"])
    return bool(address.hostname) and not address.password and not is_loopback(address.hostname or "")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this very machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


RULES: list[tuple[str, Callable[[Mapping[str, Any]], bool]]] = [
    ("DEBUG is on", lambda s: s["DEBUG"]),
    (f"SECRET_KEY is a default or shorter than {SHORTEST_SECRET} characters", _is_weak_secret),
    ("ERASURE_KEY is missing", lambda s: not s["ERASURE_KEY"]),
    (
        "SECRET_KEY and ERASURE_KEY are the same",
        lambda s: bool(s["SECRET_KEY"]) and s["SECRET_KEY"] == s["ERASURE_KEY"],
    ),
    ("ALLOWED_HOSTS is empty or holds *", lambda s: not s["ALLOWED_HOSTS"] or "*" in s["ALLOWED_HOSTS"]),
    ("PUBLIC_URL is not https", lambda s: not s["PUBLIC_URL"].startswith("https://")),
    ("cookies are not Secure", _are_cookies_plain),
    ("HSTS is off", lambda s: not s["SECURE_HSTS_SECONDS"]),
    ("mail goes to files: EMAIL_HOST is missing", _is_mail_unsent),
    ("visibility_timeout is not above the task limit", _may_tasks_run_twice),
    ("BROKER_URL has no password and is not on this machine", _is_broker_open),
]
