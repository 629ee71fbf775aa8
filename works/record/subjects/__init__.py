"""Stored figures of topics and institutions: what their pages show at once, however many works they have."""
