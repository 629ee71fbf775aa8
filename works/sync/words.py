"""What can go wrong between us and a source, as pages say it: stored in English, shown in the reader's language."""

from django.utils.translation import gettext, gettext_noop

LEFT_ALONE = gettext_noop("it asked to be left alone for a while")
LOCKED = gettext_noop("it does not answer without a key, or not with ours")
UNKNOWN = gettext_noop("it knows nothing of this")
UNREADABLE = gettext_noop("its answer cannot be read")
EXPIRED = gettext_noop("its cursor ran out, so it was asked from the beginning")
FAILED = gettext_noop("it answered with an error")
UNREACHABLE = gettext_noop("it cannot be reached")
TOO_SLOW = gettext_noop("its answer did not come in time")
TOO_LONG = gettext_noop("its answer is too long")
BROKEN_OFF = gettext_noop("its answer broke off, or is of another kind")
NO_JSON = gettext_noop("its answer is not JSON")
OTHER_FORM = gettext_noop("its answer is not of the known form")
NO_FEED = gettext_noop("its answer is no feed")
LEFT_OUT = gettext_noop("its answer leaves out what it counts")


def in_words(trouble: str) -> str:
    """One of these in the reader's language; nothing for nothing."""
    return gettext(trouble) if trouble else ""
