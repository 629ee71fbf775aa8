"""What the TeX scanner knows: accents, letters, symbols, markup. Everything that is not here stays as typed."""

# Command → combining mark.
ACCENTS = {
    "\\`": "\u0300", "\\'": "\u0301", "\\^": "\u0302", "\\~": "\u0303", "\\=": "\u0304", "\\u": "\u0306",
    "\\.": "\u0307", '\\"': "\u0308", "\\r": "\u030a", "\\H": "\u030b", "\\v": "\u030c", "\\d": "\u0323",
    "\\c": "\u0327", "\\k": "\u0328", "\\b": "\u0331",
}  # fmt: skip

LETTERS = {
    "\\o": "ø", "\\O": "Ø", "\\l": "ł", "\\L": "Ł", "\\ss": "ß", "\\SS": "ẞ", "\\ae": "æ", "\\AE": "Æ", "\\oe": "œ",
    "\\OE": "Œ", "\\aa": "å", "\\AA": "Å", "\\i": "ı", "\\j": "ȷ", "\\dh": "ð", "\\DH": "Ð", "\\dj": "đ", "\\DJ": "Đ",
    "\\th": "þ", "\\TH": "Þ", "\\ng": "ŋ", "\\NG": "Ŋ",
}  # fmt: skip

SYMBOLS = {
    "\\&": "&", "\\%": "%", "\\#": "#", "\\_": "_", "\\$": "$", "\\{": "{", "\\}": "}",
    "\\ ": " ", "\\\n": " ", "\\\\": " ",
    "\\,": " ", "\\;": " ", "\\:": " ", "\\!": "", "\\/": "", "\\-": "", "\\@": "",
    "\\quad": " ", "\\qquad": " ", "\\thinspace": " ", "\\enspace": " ", "\\newline": " ", "\\par": " ", "\\null": "",
    "\\textendash": "–", "\\textemdash": "—", "\\textquoteright": "’", "\\textquoteleft": "‘", "\\lq": "‘", "\\rq": "’",
    "\\textquotedblleft": "“", "\\textquotedblright": "”", "\\textquotesingle": "'", "\\textasciitilde": "~",
    "\\textasciicircum": "^", "\\textunderscore": "_", "\\textless": "<", "\\textgreater": ">", "\\textbar": "|",
    "\\textdegree": "°", "\\textmu": "µ", "\\texttrademark": "™", "\\textregistered": "®", "\\textcopyright": "©",
    "\\copyright": "©", "\\ldots": "…", "\\dots": "…", "\\textellipsis": "…", "\\pounds": "£", "\\euro": "€",
    "\\S": "§", "\\P": "¶", "\\dag": "†", "\\ddag": "‡", "\\LaTeX": "LaTeX", "\\TeX": "TeX",
}  # fmt: skip

# `\textit{x}` → `x`.
ARGUMENT_MARKUP = frozenset(
    {
        "\\textit", "\\emph", "\\textbf", "\\textrm", "\\textsc", "\\texttt", "\\textsf", "\\textsl", "\\textup",
        "\\textmd", "\\textnormal", "\\text", "\\underline", "\\uline", "\\mbox", "\\hbox", "\\textsuperscript",
        "\\textsubscript",
    }
)  # fmt: skip

# `{\it x}` → `x`.
DECLARATIONS = frozenset(
    {
        "\\it", "\\em", "\\bf", "\\sc", "\\rm", "\\tt", "\\sl", "\\sf", "\\itshape", "\\bfseries", "\\scshape",
        "\\slshape", "\\rmfamily", "\\ttfamily", "\\sffamily", "\\normalfont", "\\tiny", "\\small", "\\footnotesize",
        "\\normalsize", "\\large", "\\Large", "\\LARGE", "\\protect", "\\noindent",
    }
)  # fmt: skip
