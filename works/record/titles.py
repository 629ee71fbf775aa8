"""Titles in the form by which they are compared and sorted; pure."""

from works.record.addresses import fold

KEY_LENGTH = 300
# Letters of a folded title by which records of one work are brought together.
START = 40


def title_key(title: str) -> str:
    """Folded, at most 300 characters."""
    return fold(title)[:KEY_LENGTH]
