"""Why a foreign page could not be read: one of four words, and nothing about the network it stands in."""

from typing import Literal

Reason = Literal["address", "time", "size", "kind"]


class CouldNotRead(Exception):
    """The page was refused, or did not come.

    `address`: the URL, a redirect of it or what it leads to is not one that we may read; `time`: it did not come in
    time; `size`: it is too long; `kind`: what came is not a page of text.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
