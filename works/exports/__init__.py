"""Citations of one work as text: pure functions from `CitedWork`, one file a format."""
