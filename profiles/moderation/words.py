"""Figures of the desk in words. Pure."""

from datetime import timedelta

from django.utils.translation import gettext as _, ngettext

HOUR, DAY = 3600, 86400


def duration(length: timedelta | None) -> str:
    """A length of time in its largest fitting unit, rounded down: `3 days`, `5 hours`, `under a minute`."""
    if length is None:
        return _("nothing decided yet")
    seconds = int(length.total_seconds())
    if seconds < 60:
        return _("under a minute")
    if seconds < HOUR:
        return ngettext("%(count)d minute", "%(count)d minutes", seconds // 60) % {"count": seconds // 60}
    if seconds < 2 * DAY:
        return ngettext("%(count)d hour", "%(count)d hours", seconds // HOUR) % {"count": seconds // HOUR}
    return ngettext("%(count)d day", "%(count)d days", seconds // DAY) % {"count": seconds // DAY}


def share(part: float | None) -> str:
    """A share in whole per cent."""
    return _("no appeals yet") if part is None else _("%(share)d %%") % {"share": round(100 * part)}
