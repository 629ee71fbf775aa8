"""bzpeer's own settings, and what a test run wants otherwise."""

from bzpeer.settings import *  # noqa: F403

# No collected files, no manifest: a test of a page needs no collectstatic.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# As every site has one of its own (`bzpeer/embedded/home.py`).
ERASURE_KEY = "the erasure key of the tests"
# Argon2 takes its time on purpose; log-ins in tests need not.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages offer to ask other sources; a question that left this machine would fail its test (`tests/loopback.py`).
IMPORT_MAILTO = "records@bzpeer.example"
# The provider runs beside the tests, and may have to wait for them.
SOCIALACCOUNT_REQUESTS_TIMEOUT = 30
