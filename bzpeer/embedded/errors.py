"""What stops the embedded servers from serving, said in one message."""


class CannotServe(Exception):
    """A server cannot be started or found; the text says why and what to do about it."""
