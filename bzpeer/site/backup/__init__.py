"""The whole site in one file, and back (safety.md, Running it)."""

# Beside every backup: who was erased up to the newest of them.
ERASURES = "erasures.jsonl"
# In the home: where the last backup went; its date is that of this file.
LAST = "last-backup"
