"""A page that shows a slice asks for it when nobody has."""

import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest

from bzpeer.web.errors import TooManyRequests
from bzpeer.web.limits import check
from graph.slices import services
from graph.slices.queries import SlicePanel, slice_panel
from works.record.addresses import Kind

log = logging.getLogger(__name__)


def panel_beside(kind: Kind, object_id: int) -> SlicePanel:
    """The panel beside a record's page; what is missing is asked for. One query, and those of `services.ask` once.

    Outside the allowance of `asked_panel`: whoever reads thirty profiles in an hour still sees their pictures.
    """
    panel = slice_panel(kind, object_id)
    if panel.needs_asking:
        _ask(kind, object_id)
    return panel


def asked_panel(request: HttpRequest, kind: Kind, object_id: int) -> SlicePanel:
    """The panel of a centre; what is missing is asked for, within the visitor's allowance of new slices.

    One query, and those of `services.ask` once per slice. Beyond the allowance nothing is asked for, and the
    panel says that it waits: the page itself must not be refused for its picture.
    """
    panel = slice_panel(kind, object_id)
    if panel.needs_asking and is_allowed(request):
        _ask(kind, object_id)
    return panel


def _ask(kind: Kind, object_id: int) -> None:
    try:
        services.ask(kind, object_id)
    except DatabaseError as error:
        # A database that takes no writes for the moment still serves the page; the next look asks again.
        log.warning("The slice of %s %s could not be asked for: %s", kind, object_id, type(error).__name__)


def is_allowed(request: HttpRequest) -> bool:
    """Whether this visitor may have another slice computed now."""
    if not settings.RATE_LIMITS:
        return True
    try:
        check(request, "slices")
    except TooManyRequests:
        return False
    return True
