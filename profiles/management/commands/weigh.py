"""`manage.py weigh`: what a worker does with names that the model has not seen, in this process."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from profiles.recompute import services


class Command(BaseCommand):
    """Lets the model look at every block of names that changed; `compute` afterwards, for what was joined."""

    help = "Join records that are surely one person's, and find those that likely are, without a worker."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with one line; waits while another process recomputes."""
        taken = 0
        while services.is_weighing():
            chunk = services.weigh_chunk()
            taken += chunk.marks
            if chunk.was_busy:
                time.sleep(services.BUSY_SECONDS)
        self.stdout.write(f"blocks of names weighed: {taken}")
