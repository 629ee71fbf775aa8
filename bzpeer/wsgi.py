"""The WSGI door, for granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bzpeer.settings")
made = get_wsgi_application()

from django.conf import settings  # noqa: E402  (Django has to be set up)

from bzpeer.db import safeguards  # noqa: E402
from bzpeer.web import gate, live  # noqa: E402

application = gate.at_most(settings.POOL_SIZE, made)
safeguards.refuse_unsafe_servers(safeguards.database_faults, safeguards.journal_faults)
live.end_when_told()
