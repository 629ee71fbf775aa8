"""PostgreSQL and Valkey without installing a server: for a first look, tests and small sites.

A command that finds no `DATABASE_URL` (or `BROKER_URL`) starts the server of that kind under
`$BZPEER_HOME`, or shares it with the commands that run there already; the last one to end stops it.
This package alone knows the two wheels the programs come from, and beside `settings/env.py` it alone
looks into the environment, because it decides what the settings will find there.
"""

from bzpeer.embedded.attachment import Attachment, attach
from bzpeer.embedded.errors import CannotServe

__all__ = ["Attachment", "CannotServe", "attach"]
