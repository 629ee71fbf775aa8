"""Names written to be taken for another's: scripts mixed in one word, letters that look alike (UTS 39). Pure."""

import re
import unicodedata

WORDS = re.compile(r"[\s.,'’\-‐]+")
# What one word of a name may be written in together; everything else is one script a word.
TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
)
# Letters of other alphabets, and some of the Latin one, as they look: the part of the Unicode confusables with which
# a name can be written. Case stays: `Ian` and `Lan` are two names, `AIan` and `Alan` look like one.
LOOKS = {
    # Cyrillic
    "\u0430\u0441\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440": "acehijlop",
    "\u051b\u0455\u051d\u0445\u0443\u0501\u0475": "qswxydv",
    "\u0410\u0412\u0421\u0415\u041d\u0406\u0408\u041a\u041c\u041e": "ABCEHlJKMO",
    "\u0420\u0405\u0422\u0425\u04ae\u051a\u051c\u0474": "PSTXYQWV",
    # Greek
    "\u03b1\u03b9\u03bf\u03c1\u03bd\u03c5\u03b3": "aiopvuy",
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7": "ABEZHlKMNOPTYX",
    # Armenian, and Latin letters that look like others
    "\u0585\u057d\u0578\u0570\u0555\u054f": "ounhOS",
    "\u0131\u0251\u0261I\u0196\u01c01|0": "iaglllllO",
}
FROM, TO = "".join(LOOKS), "".join(LOOKS.values())
TABLE = str.maketrans(FROM, TO)


def mixes_scripts(name: str) -> bool:
    """Whether one word of the name is written in scripts that do not go together."""
    return any(not _go_together(_scripts(word)) for word in WORDS.split(unicodedata.normalize("NFKC", name)))


def looks_of(name: str) -> str:
    """How a name looks: equal for two that a reader could not tell apart."""
    return unicodedata.normalize("NFKC", name).translate(TABLE).replace("m", "rn")


def _scripts(word: str) -> frozenset[str]:
    # The name of a letter begins with its script; modifiers (the turned comma of Hawaiian) belong to all.
    letters = (sign for sign in word if unicodedata.category(sign) in {"Lu", "Ll", "Lt", "Lo"})
    return frozenset(unicodedata.name(letter, "UNKNOWN").split()[0] for letter in letters)


def _go_together(scripts: frozenset[str]) -> bool:
    return len(scripts) <= 1 or any(scripts <= allowed for allowed in TOGETHER)
