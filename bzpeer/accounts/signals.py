"""What the accounts room asks the apps above it."""

from django.dispatch import Signal

# Whether something of the `account` hangs on its last second factor; a receiver that says True keeps it.
second_factor_ends = Signal()

# `addresses: list[str]`, in lower case: mail to them came back for good. Sent in the transaction that notes it.
address_bounced = Signal()
