"""bzpeer's own settings for a mail server on loopback, which knows no TLS."""

from bzpeer.settings import *  # noqa: F403

EMAIL_USE_TLS = False
