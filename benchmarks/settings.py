"""bzpeer's own settings with one view more: the bare one that pages are measured against."""

from bzpeer.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.site_urls"
# One client asks more often than a network of people may.
RATE_LIMITS = False
