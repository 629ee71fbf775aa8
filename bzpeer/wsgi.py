"""The WSGI door, for granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bzpeer.settings")
application = get_wsgi_application()

from bzpeer.db import safeguards  # noqa: E402  (Django has to be set up)

safeguards.refuse_unsafe_servers(safeguards.database_faults, safeguards.journal_faults)
