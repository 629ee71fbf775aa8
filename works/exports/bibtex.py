"""BibTeX, for BibTeX and biber alike.

How text is written, so that it comes out of LaTeX as it stands on the page:
- `& % $ # _` get a backslash; `{ } ~ ^ \\` become `\\textbraceleft{}` and its like, because BibTeX counts braces
  even behind a backslash;
- letters stay Unicode (UTF-8 input is LaTeX's own since 2018);
- maths between dollars stays maths if it holds nothing but signs, letters and the commands of `MATHS`: a title may
  come from anybody, so no other command passes.

`doi`, `eprint` and `url` are read verbatim (`\\url`, biber): only signs that would end the entry or the line are
percent-encoded there.
"""

import re

from works.exports.cited import CitedWork, one_line
from works.exports.names import PrintedName
from works.record.addresses import fold

ESCAPES = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}
ENTRIES = {
    "article": "article",
    "proceedings paper": "inproceedings",
    "book": "book",
    "chapter": "incollection",
    "thesis": "phdthesis",
}
# Where the entry names what the work stands in; a preprint that came out somewhere says so in a note.
CONTAINERS = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle", "phdthesis": "school"}
VERBATIM = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
COMMANDS = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi "
    "varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell infty partial nabla times "
    "cdot pm to in le leq ge geq ne neq sim approx equiv otimes oplus star ast prime hat bar tilde vec sqrt frac log "
    "ln exp min max mathbb mathbf mathcal mathfrak mathit mathrm mathsf"
)
MATHS = frozenset(COMMANDS.split())
# Pandoc's rule for dollars: no blank inside them, no digit behind the second; so prices stay prices.
DOLLARS = re.compile(r"\$(?! )([A-Za-z0-9 ^_{}+\-*/=<>()\[\],.|'!:\\]+?)(?<! )\$(?!\d)")
COMMAND = re.compile(r"\\([A-Za-z]*)")
# Words that a key passes over when it looks for the title's first.
SMALL = frozenset(
    {"a", "an", "and", "are", "as", "at", "by", "do", "does", "for", "how", "in", "is", "of", "on", "the", "to"}
)
# BibTeX's own month words, which a style translates; written without braces.
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(work: CitedWork) -> str:
    """One entry, ending with a line break."""
    entry = ENTRIES.get(work.kind, "misc")
    lines = [f"  {name:<13} = {{{value}}}" for name, value in _fields(work, entry) if value]
    if len(work.date_parts) > 1:
        lines.append(f"  {'month':<13} = {MONTHS[work.date_parts[1] - 1]}")
    return ",\n".join([f"@{entry}{{{citation_key(work)}", *lines]) + "\n}\n"


def citation_key(work: CitedWork) -> str:
    """`lajoie2023beyond`: family name of the first author, year, first telling word of the title; ASCII only."""
    family = _plain(work.authors[0].family) if work.authors else ""
    words = fold(work.title).split()
    telling = next((w for w in map(_plain, words) if w and w not in SMALL), "")
    return f"{family[:40] or 'anonymous'}{work.year or ''}{telling[:40]}"


def escaped(text: str) -> str:
    """Text as a BibTeX value, always with balanced braces (see the module)."""
    text = one_line(text)
    parts, place = [], 0
    for found in DOLLARS.finditer(text):
        if _is_harmless(found[1]):
            parts += [_literal(text[place : found.start()]), found[0]]
            place = found.end()
    return "".join([*parts, _literal(text[place:])])


def _fields(work: CitedWork, entry: str) -> list[tuple[str, str]]:
    container = CONTAINERS.get(entry, "note")
    fields = [
        # The second pair of braces keeps the capitals of the title in every style.
        ("title", f"{{{escaped(work.title)}}}"),
        ("author", " and ".join(_author(name) for name in work.authors)),
        ("year", str(work.year or "")),
        (container, escaped(work.published_in)),
        ("doi", _verbatim(work.doi)),
    ]
    if work.arxiv:
        eprint = ("eprint", _verbatim(work.arxiv))
        fields += [eprint, ("archiveprefix", "arXiv"), ("primaryclass", escaped(work.arxiv_class))]
    return [*fields, ("url", _verbatim(work.url))]


def _author(name: PrintedName) -> str:
    if name.is_body or not name.given:
        return f"{{{escaped(name.inverted)}}}"
    parts = (name.family, name.suffix, name.given) if name.suffix else (name.family, name.given)
    return ", ".join(_part(part) for part in parts)


def _part(text: str) -> str:
    # A bare `and` inside a name would end it.
    return f"{{{escaped(text)}}}" if "and" in text.lower().split() else escaped(text)


def _literal(text: str) -> str:
    return "".join(ESCAPES.get(sign, sign) for sign in text)


def _verbatim(text: str) -> str:
    return "".join(VERBATIM.get(sign, sign) for sign in one_line(text))


def _is_harmless(maths: str) -> bool:
    depth = 0
    for sign in maths:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0 and all(command in MATHS for command in COMMAND.findall(maths))


def _plain(text: str) -> str:
    return "".join(c for c in fold(text) if c.isascii() and c.isalnum())
