"""Text as the search compares it: without accents and case, English endings taken off, in one way for every language.

Most titles are English, and what language another is in nobody knows. English endings alone are taken off, from
what is looked for as from what is looked at, so a word of any language or a name is found as it stands. No word is
too small to be kept: `WHO` and a phrase of small words are found.
"""

CONFIG = "'bzpeer_words'"
# Compounds are their parts, and so are `l’école` and `Bell's`; two quotes are SQL for one.
SIGNS = "-‐‑–—/_.:@’"
BLANKS = " " * (len(SIGNS) + 1)
# Lower case of every script whatever the locale of the database, and without the marks that titles may hold.
LOWER = "regexp_replace(lower({} COLLATE pg_c_utf8), '</?(?:i|b|sub|sup)>', '', 'g')"
PLAIN = f"translate({LOWER}, '{SIGNS}''', '{BLANKS}')"


def plain(text: str) -> str:
    """SQL of the text that `text`, itself SQL, is compared as."""
    return PLAIN.replace("{}", text)


def vector(text: str) -> str:
    """SQL of the words of a text with their places."""
    return f"to_tsvector({CONFIG}, {plain(text)})"
