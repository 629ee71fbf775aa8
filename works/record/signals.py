"""What the record tells the apps above it, inside the transaction of the change."""

from django.dispatch import Signal

# sender=ImportRun or the identity room. Stale marks have been left in this transaction.
works_recorded = Signal()

# `moves: dict[int, int]`, old author id → the author that took it over. Sent before the old rows go.
authors_merged = Signal()
