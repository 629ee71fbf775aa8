"""The only reader of the environment: typed, and complaining about everything wrong at once."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class BadEnvironment(SystemExit):
    """Raised at start with one message that names every missing or bad variable."""


class Environment:
    """Typed access to environment variables.

    A variable NAME may also be given as NAME_FILE, the path of a file that holds the value
    (container secrets). Problems are collected; `check()` stops the start with all of them.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.problems: list[str] = []

    def _raw(self, name: str) -> str | None:
        path = self.values.get(f"{name}_FILE")
        if path and name not in self.values:
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                self.problems.append(f"{name}_FILE: {error.strerror}: {path}")
                return None
        value = self.values.get(name)
        return value if value else None

    def _read(self, name: str, default: T | None, convert: Callable[[str], T], kind: str, *, blank: T) -> T:
        """`blank` stands in for what is missing or wrong until `check()` stops the start."""
        raw = self._raw(name)
        if raw is None:
            if default is None:
                self.problems.append(f"{name} is missing ({kind})")
                return blank
            return default
        try:
            return convert(raw)
        except ValueError:
            self.problems.append(f"{name} is not {kind}")
            return blank

    def text(self, name: str, default: str | None = None) -> str:
        """The variable as it stands; `default=None` makes it a needed one."""
        return self._read(name, default, str, "a text", blank="")

    def number(self, name: str, default: int | None = None) -> int:
        """The variable as a whole number."""
        return self._read(name, default, int, "a whole number", blank=0)

    def names(self, name: str, default: list[str]) -> list[str]:
        """The variable as a comma-separated list, blanks removed."""
        return self._read(
            name, default, lambda raw: [n.strip() for n in raw.split(",") if n.strip()], "a list", blank=[]
        )

    def switch(self, name: str, *, default: bool) -> bool:
        """The variable as on/off."""
        return self._read(name, default, _on_or_off, "one of on, off, true, false, 1, 0", blank=default)

    def path(self, name: str, default: Path) -> Path:
        """The variable as an absolute path."""
        return self._read(name, default, lambda raw: Path(raw).expanduser().resolve(), "a path", blank=default)

    def check(self) -> None:
        """Stop the start if anything was wrong. Raises BadEnvironment."""
        if self.problems:
            raise BadEnvironment("bzpeer cannot start:\n  " + "\n  ".join(self.problems))


def _on_or_off(raw: str) -> bool:
    words = {"on": True, "true": True, "1": True, "yes": True, "off": False, "false": False, "0": False, "no": False}
    if raw.lower() not in words:
        raise ValueError(raw)
    return words[raw.lower()]


env = Environment(os.environ)
BASE_DIR = Path(__file__).resolve().parents[2]
PRODUCTION = env.text("BZPEER_ENV", "development") == "production"
HOME = env.path("BZPEER_HOME", BASE_DIR / ".bzpeer")
# Its presence turns /readyz red: the process is about to be stopped.
LEAVING_MARK = env.path("LEAVING_MARK", HOME / "leaving")
# Where `manage.py serve` answers; 0 is the first free port from 8000 on.
PORT = env.number("PORT", 0)
