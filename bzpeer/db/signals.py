"""What the database room tells the apps above it."""

from django.dispatch import Signal

# Sent by every sweep (each half minute, by beat): whoever keeps due times or marks in rows looks for them now.
swept = Signal()
