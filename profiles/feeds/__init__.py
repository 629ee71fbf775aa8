"""Atom feeds of authors, topics, institutions and searches (RFC 4287)."""
