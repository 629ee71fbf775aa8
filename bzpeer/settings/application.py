"""Apps, middleware, templates, language, static files, mail."""

from pathlib import Path

from bzpeer.settings.accounts import ACCOUNT_APPS
from bzpeer.settings.env import BASE_DIR, HOME, PRODUCTION, env

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    *ACCOUNT_APPS,
    "django_htmx",
    "csp",
    "bzpeer.db",
    "bzpeer.web",
    "bzpeer.accounts",
    "works",
    "graph",
    "profiles",
    "bzpeer.site",
]
MIDDLEWARE = [
    "bzpeer.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bzpeer.web.policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bzpeer.accounts.sessions.SeenSessions",
    "bzpeer.site.errors.ErrorPages",
]
ROOT_URLCONF = "bzpeer.urls"
WSGI_APPLICATION = "bzpeer.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
# Proxies, as networks, whose X-Forwarded-For counts.
TRUSTED_PROXIES = env.names("TRUSTED_PROXIES", [])
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", HOME / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "bzpeer.web.static.HashedFiles"},
}
# Outside production the files are served from where they lie, so that nothing has to be collected first.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = env.path("MEDIA_ROOT", HOME / "media")
# The largest file that can be uploaded for an import, and the folders of the server that one may read from.
IMPORT_UPLOAD_BYTES = env.number("IMPORT_UPLOAD_MB", 512) * 1024 * 1024
IMPORT_FOLDERS = [Path(name).resolve() for name in env.names("IMPORT_FOLDERS", [])]

CACHE_URL = env.text("CACHE_URL", "")
CACHES = {
    "default": (
        {
            "BACKEND": "bzpeer.web.cache.CacheThatMayBeAway",
            "LOCATION": CACHE_URL,
            "OPTIONS": {"socket_timeout": 0.1, "socket_connect_timeout": 0.1},
        }
        if CACHE_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}
    )
}

# Embedded sites keep each mail as a file; a real site names its mail server.
EMAIL_URL_HOST = env.text("EMAIL_HOST", "")
EMAIL_BACKEND = "bzpeer.accounts.smtp.EmailBackend" if EMAIL_URL_HOST else "bzpeer.accounts.mail_files.EmailBackend"
EMAIL_HOST = EMAIL_URL_HOST
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = HOME / "mail"
# With it the mail server signs what it tells of addresses that do not exist (`bzpeer/accounts/bounces.py`).
MAIL_BOUNCE_SECRET = env.text("MAIL_BOUNCE_SECRET", "")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", None if PRODUCTION else "bzpeer@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "celery": {"level": "WARNING"}},
}
