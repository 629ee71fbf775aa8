"""PostgreSQL: pooled connections with the patience limits of the web (workers raise theirs)."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from bzpeer.settings.env import env

# safety.md, Faults: connect and pool wait 2 s, statement 5 s, lock 2 s, idle in transaction 10 s.
# Workers and commands set BZPEER_STATEMENT_SECONDS to 120 and take one connection each.
STATEMENT_SECONDS = env.number("BZPEER_STATEMENT_SECONDS", 5)
POOL_SIZE = env.number("BZPEER_POOL_SIZE", 8)


def connection_options(statement_seconds: int) -> str:
    """libpq `options` that hold one connection to its limits."""
    limits = {
        "statement_timeout": statement_seconds * 1000,
        "lock_timeout": 2000 if statement_seconds <= 5 else 30_000,
        "idle_in_transaction_session_timeout": 10_000 if statement_seconds <= 5 else 900_000,
        "jit": "off",
    }
    return " ".join(f"-c {name}={value}" for name, value in limits.items())


def database_from_url(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a postgresql:// address; a unix socket comes as ?host=/path."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    options: dict[str, Any] = {"options": connection_options(STATEMENT_SECONDS), "connect_timeout": 2}
    # For `bzpeer/db/prepared.py`; other cursors put their parameters into the text and are never prepared.
    options["prepare_threshold"] = 5
    if "sslmode" in query:
        options["sslmode"] = query["sslmode"][0]
    if POOL_SIZE:
        options["pool"] = {"min_size": 1, "max_size": POOL_SIZE, "timeout": 2}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(query.get("port", [parts.port or ""])[0]),
        "CONN_MAX_AGE": 0 if POOL_SIZE else None,
        "CONN_HEALTH_CHECKS": not POOL_SIZE,
        "OPTIONS": options,
    }


DATABASES = {"default": database_from_url(env.text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
