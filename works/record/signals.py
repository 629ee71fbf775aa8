"""What the record tells the apps above it, inside the transaction of the change."""

from django.dispatch import Signal

# sender=ImportRun or the identity room. Stale marks have been left in this transaction.
works_recorded = Signal()

# `moves: dict[int, int]`, old author id → the author that took it over. Sent before the old rows go.
authors_merged = Signal()

# `moves: dict[int, int]`, old institution id → the one that came after it. Sent before the old row goes.
institutions_merged = Signal()

# `ids: list[int]`, authors that stand on no byline any more and are about to go. Receivers give those that must
# stay because somebody holds, follows or disputes them.
authors_emptied = Signal()

# `moves: dict[int, int]`, old work id → the work that it is. Sent before the old row goes.
works_merged = Signal()

# `author_ids: list[int]`: records that were erased at the person's request and keep nothing but their number.
authors_erased = Signal()

# `corrected: list[Correction]`: values that people set and that the sources have now too.
corrections_agreed = Signal()

# `author: Author`, `new: Author`, `is_swapped: bool`: some places of a record went to a new one; swapped where the
# new record has the part that the record was about, because the other one was larger. Sent after the places moved.
authors_split = Signal()

# `authors: list[int]`: a merge or split was undone; what was moved is back, and figures about these are to be counted.
authors_given_back = Signal()
