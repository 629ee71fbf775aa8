"""A sliding part of a stream in which patterns are sought; places are offsets in the whole stream."""

import re

from works.importers.reading.unpacking import Stream

# No pattern that is sought matches more than this, so that a match over the border of two chunks is found.
LONGEST_MATCH = 256


class Window:
    """What was read and not yet dropped. `at` is its first place, `end` the place after its last byte."""

    def __init__(self, stream: Stream, *, place: int = 0, line: int = 1) -> None:
        self.stream = stream
        self.data = b""
        self.base = place
        self.at = place
        self.line = line

    @property
    def end(self) -> int:
        return self.base + len(self.data)

    def between(self, start: int, end: int) -> bytes:
        """The bytes between two places that were not dropped."""
        return self.data[start - self.base : end - self.base]

    def drop(self, place: int) -> None:
        """Forget everything before a place."""
        self.line += self.data.count(b"\n", self.at - self.base, place - self.base)
        self.at = place

    def fill(self) -> bool:
        """Read one more chunk; False at the end."""
        chunk = self.stream.read()
        if not chunk:
            return False
        self.data = self.data[self.at - self.base :] + chunk
        self.base = self.at
        return True

    def match(self, pattern: re.Pattern[bytes], start: int, *, limit: int) -> re.Match[bytes] | None:
        """What stands right at a place, of any length up to `limit`, as long as the pattern would not match more."""
        while True:
            match = pattern.match(self.data, start - self.base)
            if match is not None and match.end() < len(self.data):
                return match
            if self.end > limit or not self.fill():
                return match

    def search(self, pattern: re.Pattern[bytes], start: int, *, limit: int, drops: bool = False) -> "Found | None":
        """The first match from `start` on that begins before `limit`; None when there is none, or the stream ends.

        With `drops` what was searched is dropped on the way: the limit may then be far away.
        """
        while True:
            match = pattern.search(self.data, start - self.base)
            if match is None:
                start = max(start, self.end - LONGEST_MATCH)
                if drops:
                    self.drop(start)
                if start >= limit or not self.fill():
                    return None
            # Until the stream has ended, a match near the border could be one cut short.
            elif self.base + match.start() + LONGEST_MATCH <= self.end or not self.fill():
                found = Found(match, self.base + match.start(), self.base + match.end())
                return found if found.start < limit else None


class Found:
    """A match with its places in the stream."""

    __slots__ = ("end", "kind", "match", "start")

    def __init__(self, match: re.Match[bytes], start: int, end: int) -> None:
        self.match = match
        self.start = start
        self.end = end
        self.kind = match.lastgroup or ""
