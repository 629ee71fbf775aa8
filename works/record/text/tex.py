"""TeX outside formulas: accents and letters become characters, known markup goes, everything else stays as typed.

A scanner with a stack and no recursion, one pass: nothing is expanded, so nothing can loop, include a file
or grow. Formulas must have been lifted out before (`works/record/text.py` puts a NUL in their place).
"""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import Enum

from works.record.text.tex_tables import ACCENTS, ARGUMENT_MARKUP, DECLARATIONS, LETTERS, SYMBOLS

TOKEN = re.compile(r"\\[A-Za-z]+|\\[^A-Za-z]|[{}]|[^\\{}]+|\\")
QUOTED = re.compile(r"``([^`\n]{1,300}?)''")
DASH = re.compile(r"(?<!-)--(?!-)")
LONG_DASH = re.compile(r"(?<!-)---(?!-)")
# `~` is a blank of TeX in `Fig.~3`, `NGC~4151`, `$x$~GeV`; it is "about" in `z~3`, `mass ~6`, and stays.
TIE = re.compile(r"(?<=[^\s\\~])~+(?=[^\W\d_]|[\\({\x00])|(?<=[.,])~+(?=\d)|(?<![^\W_])([A-Z][A-Za-z]+)~+(?=\d)")
NAME_TIE = re.compile(r"(?<!\\)~")
# Braces around such a content only hold it together: `{DNA}`, `{B}ayesian`.
GROUPED = re.compile(r"[\w\s.'’:-]*")


class Kind(Enum):
    """What the braces that are open belong to."""

    PLAIN = "plain"
    ACCENT = "accent"
    MARKUP = "markup"
    TYPED = "typed"


@dataclass(slots=True)
class Group:
    """An open pair of braces and what stands in it so far."""

    kind: Kind
    # As typed, with its brace: what comes back when the group is never closed.
    opening: str
    accents: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    has_command: bool = False

    @property
    def text(self) -> str:
        return "".join(self.parts)


def may_hold_tex(text: str) -> bool:
    """Whether there is anything to do for `without_tex`."""
    # One search a sign is faster than one for a class of signs.
    return "\\" in text or "{" in text or "}" in text or "~" in text or "--" in text or "``" in text


def without_tex(text: str, *, is_name: bool) -> str:
    """Text with TeX accents as letters and TeX markup gone; in a name all braces and ties go, dashes stay."""
    if is_name:
        text = NAME_TIE.sub(" ", text)
    else:
        text = TIE.sub(lambda found: f"{found[1] or ''} ", text)
        text = DASH.sub("–", LONG_DASH.sub("—", QUOTED.sub(r"“\1”", text)))
    if "\\" not in text and "{" not in text and "}" not in text:
        return text
    scanner = Scanner(is_name=is_name)
    for token in TOKEN.findall(text):
        scanner.take(token)
    return scanner.finish()


class Scanner:
    """The state of one pass; `take` every token in order, then `finish`."""

    def __init__(self, *, is_name: bool) -> None:
        self.is_name = is_name
        self.groups = [Group(Kind.PLAIN, "")]
        # Accents, or one markup command, that wait for what they apply to.
        self.accents: list[str] = []
        self.markup = ""
        # The last command swallows blanks (`\o slo`); braces that follow an unknown command stay (`\frac{a}{b}`).
        self.swallows = False
        self.keeps_braces = False

    def take(self, part: str) -> None:
        """One part: a command, a brace, or text without either."""
        if part == "{":
            self._open()
        elif part == "}":
            self._close()
        elif part[0] == "\\" and len(part) > 1:
            self._command(part)
        else:
            self._text(part)

    def finish(self) -> str:
        """The text; what was left open comes back as typed."""
        self._settle()
        while len(self.groups) > 1:
            left = self.groups.pop()
            self._emit(("" if self.is_name and left.kind is Kind.PLAIN else left.opening) + left.text)
        return self.groups[0].text

    def _emit(self, text: str) -> None:
        self.groups[-1].parts.append(text)

    def _settle(self) -> None:
        """Write out commands that never found what they apply to."""
        self._emit("".join(self.accents) + self.markup)
        self.accents, self.markup = [], ""

    def _open(self) -> None:
        before = self.groups[-1].parts[-1][-1:] if self.groups[-1].parts else ""
        if self.accents:
            kind, opening = Kind.ACCENT, "".join(self.accents) + "{"
        elif self.markup:
            kind, opening = Kind.MARKUP, self.markup + "{"
        else:
            is_typed = self.keeps_braces or (before in {"_", "^"} and not self.is_name)
            kind, opening = (Kind.TYPED if is_typed else Kind.PLAIN), "{"
        self.groups.append(Group(kind, opening, self.accents))
        self.accents, self.markup, self.keeps_braces, self.swallows = [], "", False, False

    def _close(self) -> None:
        self._settle()
        self.swallows = False
        if len(self.groups) == 1:
            self._emit("" if self.is_name else "}")
            return
        group = self.groups.pop()
        self.groups[-1].has_command |= group.has_command or group.kind is not Kind.PLAIN
        if group.kind is Kind.ACCENT:
            self._emit(_accented(group.text, group.accents) or group.text)
        elif group.kind is Kind.TYPED:
            self._emit(f"{{{group.text}}}")
        else:
            bare = self.is_name or group.kind is Kind.MARKUP or group.has_command or GROUPED.fullmatch(group.text)
            self._emit(group.text if bare else f"{{{group.text}}}")
        self.keeps_braces = group.kind is Kind.TYPED

    def _command(self, command: str) -> None:
        if command in ACCENTS:
            if self.markup:
                self._settle()
            self.accents.append(command)
        elif command in LETTERS:
            self._letter(command)
        elif command in SYMBOLS:
            self._settle()
            self._emit(SYMBOLS[command])
            self.swallows = len(command) > 2 and SYMBOLS[command].strip() == ""
        elif command in DECLARATIONS:
            self._settle()
            self.swallows = True
        elif command in ARGUMENT_MARKUP:
            self._settle()
            self.markup = command
        else:
            self._settle()
            self._emit(command)
            self.keeps_braces, self.swallows = True, False
            return
        self.groups[-1].has_command = True
        self.keeps_braces = False

    def _letter(self, command: str) -> None:
        letter = LETTERS[command]
        if self.accents:
            letter = _accented(letter, self.accents) or letter
            self.accents = []
        self._settle()
        # `4000 \AA resolution`: the unit keeps its blank.
        self.swallows = not (command == "\\AA" and self.groups[-1].text.rstrip()[-1:].isdigit())
        self._emit(letter)

    def _text(self, text: str) -> None:
        if self.swallows:
            text, self.swallows = text.lstrip(" "), False
        if self.accents:
            text = self._under_accents(text)
        self._settle()
        if text:
            self._emit(text)
            self.keeps_braces = False

    def _under_accents(self, text: str) -> str:
        """The text whose first letter took the waiting accents; they stay as typed where that makes no letter."""
        base = text.lstrip(" ")
        accented = _accented(base[:1], self.accents)
        if not accented or (len(accented) > 1 and len(base) < len(text)):
            return text
        self.accents = []
        return accented + base[1:]


def _accented(text: str, accents: list[str]) -> str:
    """The text with the accents on its first letter, in NFC; empty when it does not begin with a letter."""
    if not text[:1].isalpha():
        return ""
    base = {"ı": "i", "ȷ": "j"}.get(text[0], text[0])
    marks = "".join(ACCENTS[accent] for accent in reversed(accents))
    return unicodedata.normalize("NFC", base + marks) + text[1:]
