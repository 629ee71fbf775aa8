#!/usr/bin/env python3
"""The one command-line door to bzpeer; see `manage.py help` and the README."""

import os
import sys


def main() -> None:
    """Give the command its servers, then hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bzpeer.settings")
    try:
        from django.core.management import execute_from_command_line

        from bzpeer.embedded.commands import servers_for

        with servers_for(sys.argv):
            execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
