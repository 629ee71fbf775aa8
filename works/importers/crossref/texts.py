"""Titles and abstracts, which publishers mark up in their own ways before Crossref marks them up again."""

import re
from typing import Any

from works.importers.fields import ABSTRACT_LENGTH, Notes, abstract_of
from works.importers.json_fields import texts_in

# Tags that went through twice: `&lt;scp&gt;risk‐averse&lt;/scp&gt;`. Only what has no attributes is one for sure.
ESCAPED = re.compile(r"&lt;(/?)(i|b|em|strong|italic|bold|sub|sup|scp|sc|tt|u|subtitle)(/?)&gt;", re.IGNORECASE)
SUBTITLE = re.compile(r"<subtitle>(.{0,2000}?)</subtitle>", re.IGNORECASE | re.DOTALL)
BLOCK = re.compile(r"</?(?:jats:)?(?:p|sec|title|list|list-item|def-list|def-item|break)\b[^<>]*>", re.IGNORECASE)
INLINE = re.compile(r"</?(?:jats:[a-z-]+|italic|bold|sc|underline|monospace|ext-link|xref)\b[^<>]*>", re.IGNORECASE)
INSTRUCTION = re.compile(r"<\?[^<>]*\?>")
# TeX that stands beside MathML for the same formula.
SECOND_FORM = re.compile(r"<(?:jats:)?tex-math\b[^<>]*>[^<>]*</(?:jats:)?tex-math>", re.IGNORECASE)
# Some publishers lost the blanks around words in italics, of which letters and parts of words are not the rule.
BEFORE_WORDS = re.compile(r"(?<=[^\W\d_]{2})(?=<(?:jats:)?italic>[^\W\d_]{4})")
AFTER_WORDS = re.compile(r"(?<=[^\W\d_]{4})</(?:jats:)?italic>(?=[^\W\d_]{2})")
TWICE = re.compile(r"&amp;(lt|gt|amp|quot|apos|nbsp|#\d{1,6});")
HEADING = re.compile(r"(?:abstract|summary|résumé|resumen|zusammenfassung)\s*[.:]?\s*\n\n", re.IGNORECASE)


def first_title(record: dict[str, Any], notes: Notes) -> Any:
    """The first title, else the one in the language of the work; None without either."""
    if isinstance(record.get("title"), str):
        return _unescaped(record["title"])
    titles = (title for name in ("title", "original-title") for title in texts_in(record, name, notes))
    return next((_unescaped(title) for title in titles if title.strip()), None)


def _unescaped(title: str) -> str:
    if "&" in title:
        title = ESCAPED.sub(r"<\1\2\3>", TWICE.sub(r"&\1;", title))
    return SUBTITLE.sub(r": \1", title)


def abstract_in(record: dict[str, Any], notes: Notes) -> tuple[str, bool]:
    """The plain abstract without the word `Abstract` above it, and whether it was cut."""
    value = record.get("abstract")
    abstract, is_cut = abstract_of(_without_jats(value) if isinstance(value, str) and "<" in value else value, notes)
    heading = HEADING.match(abstract)
    return abstract[heading.end() :] if heading else abstract, is_cut


def _without_jats(text: str) -> str:
    """An abstract without the tags of JATS; paragraphs are parted by blank lines, mathematics stays as it is."""
    text = INSTRUCTION.sub("", text[: 5 * ABSTRACT_LENGTH])
    if "math>" in text:
        text = SECOND_FORM.sub("", text)
    text = BEFORE_WORDS.sub(" ", AFTER_WORDS.sub(r"\g<0> ", text))
    text = TWICE.sub(r"&\1;", BLOCK.sub("\n\n", text))
    # Lines are broken and indented as the markup is, which says nothing of paragraphs.
    return "\n\n".join(" ".join(part.split()) for part in INLINE.sub("", text).split("\n\n"))
