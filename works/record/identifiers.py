"""External identifiers: every usual way of writing one, in one normal form each; pure.

Each `normal_…` raises ValueError with a sentence for the person who typed it.
"""

import re
from urllib.parse import unquote

from django.utils.translation import gettext as _

DOI_LENGTH = 512
DOI_START = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi\s*[:=]?\s*", re.IGNORECASE)
DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x20\x7f]+")
DOI_OF_ARXIV = "10.48550/arxiv."

ARXIV_START = re.compile(
    r"(?:https?://)?(?:[a-z]{2,12}\.)?arxiv\.org/(?:abs|pdf|html|format|ps|src|e-print|list)/|arxiv\s*:\s*",
    re.IGNORECASE,
)
ARXIV_END = re.compile(r"\s*\[[A-Za-z.\- ]{2,30}\]$")
ARXIV_NEW = re.compile(r"([0-9]{2})([0-9]{2})\.([0-9]{4,5})(?:v([0-9]{1,4}))?")
ARXIV_OLD = re.compile(
    r"([a-z]+(?:-[a-z]+)?)(?:\.[A-Za-z-]{2,12})?/([0-9]{2})([0-9]{2})([0-9]{3})(?:v([0-9]{1,4}))?", re.IGNORECASE
)
# The archives whose ids had the old style (until March 2007).
ARCHIVES = frozenset(
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga "
    "funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph "
    "q-alg q-bio quant-ph solv-int supr-con".split()
)

ORCID_START = re.compile(r"(?:https?://)?(?:www\.)?orcid\.org/|orcid(?:\s*id)?\s*:\s*", re.IGNORECASE)
ROR_START = re.compile(r"(?:https?://)?(?:www\.)?ror\.org/|ror\s*:\s*", re.IGNORECASE)
ROR = re.compile(r"0[0-9a-hjkmnp-tv-z]{6}[0-9]{2}")
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
OPENALEX_START = re.compile(
    r"(?:https?://)?(?:www\.|api\.)?openalex\.org/(?:[a-z]{4,12}/)?|openalex\s*:\s*", re.IGNORECASE
)
OPENALEX = re.compile(r"([AWISTCPF])([0-9]{1,12})")
OPENALEX_KINDS = {
    "A": "author", "W": "work", "I": "institution", "S": "source", "T": "topic", "C": "concept", "P": "publisher",
    "F": "funder",
}  # fmt: skip
PMID_START = re.compile(
    r"(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid\s*:?\s*", re.IGNORECASE
)
PMCID_START = re.compile(
    r"(?:https?://)?(?:(?:www\.|europe)?(?:ncbi\.nlm\.nih\.gov|pmc\.ncbi\.nlm\.nih\.gov|pmc\.org)/)(?:pmc/)?"
    r"(?:articles?/)?|pmcid\s*:?\s*",
    re.IGNORECASE,
)
ISBN_PADDING = re.compile(r"^(?:https?://\S*/isbn/|isbn(?:-1[03])?\s*:?)|[\s\-‐‑–]", re.IGNORECASE)


def normal_doi(text: str) -> str:
    """`10.1000/abc` in lower case, from a URL, `doi:…`, percent-encoded or with a full stop at the end."""
    value = text.strip()
    start = DOI_START.match(value)
    if start:
        value = value[start.end() :]
    if "%" in value and (start or "/" not in value):
        value = unquote(value)
    value = value.rstrip(".,;").lower()
    if len(value) > DOI_LENGTH:
        raise ValueError(_("This is longer than a DOI can be (%(limit)d characters).") % {"limit": DOI_LENGTH})
    if not DOI.fullmatch(value) or "\ufffd" in value or not value.isprintable():
        raise ValueError(_("This is not a DOI: one begins with 10. and has a slash, as in 10.1000/182."))
    return value


def normal_arxiv(text: str) -> tuple[str, int | None]:
    """The arXiv id without its version, and the version where one was given; old ids as `math/0309136`."""
    value = ARXIV_END.sub("", text.strip())
    value = value[len(start[0]) :] if (start := ARXIV_START.match(value)) else value
    value = value.removesuffix("/").removesuffix(".pdf")
    if new := ARXIV_NEW.fullmatch(value):
        year, month, serial, version = new.groups()
        name = f"{year}{month}.{serial}"
        _check_new_style(year, month, serial)
    elif (old := ARXIV_OLD.fullmatch(value)) and old[1].lower() in ARCHIVES:
        archive, year, month, serial, version = old.groups()
        name = f"{archive.lower()}/{year}{month}{serial}"
        if not "01" <= month <= "12" or "0703" < year + month < "9107":
            raise ValueError(_("This arXiv id has a month that cannot be: %(month)s.") % {"month": year + month})
    else:
        raise ValueError(_("This is not an arXiv id, as 2101.00001 and hep-th/9901001 are."))
    if version is not None and int(version) == 0:
        raise ValueError(_("Versions of arXiv begin with v1."))
    return name, int(version) if version else None


def _check_new_style(year: str, month: str, serial: str) -> None:
    """Ids are `yymm.number` from April 2007 on, with four digits until 1412 and five from 1501."""
    if not "01" <= month <= "12" or year + month < "0704":
        raise ValueError(_("This arXiv id has a month that cannot be: %(month)s.") % {"month": year + month})
    digits = 5 if year + month >= "1501" else 4
    if len(serial) != digits or int(serial) == 0:
        raise ValueError(
            _("After the point an arXiv id of %(month)s has %(digits)d digits.")
            % {"month": year + month, "digits": digits}
        )


def normal_orcid(text: str) -> str:
    """`0000-0002-1825-0097`, from a URL, with blanks or without hyphens, `x` in lower case."""
    value = text.strip()
    value = value[len(start[0]) :] if (start := ORCID_START.match(value)) else value
    value = re.sub(r"[\s\-‐‑–]", "", value).rstrip("/").upper()
    if not re.fullmatch(r"[0-9]{15}[0-9X]", value):
        raise ValueError(_("This is not an ORCID iD: one has 16 digits, as in 0000-0002-1825-0097."))
    if value[15] != _orcid_check_character(value[:15]):
        raise ValueError(_("The last character of this iD does not fit; look for a typing error"))
    return "-".join(value[place : place + 4] for place in range(0, 16, 4))


def _orcid_check_character(digits: str) -> str:
    """ISO 7064 MOD 11-2."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def normal_ror(text: str) -> str:
    """`03yrm5c26`, from a URL or in upper case."""
    value = text.strip()
    value = (value[len(start[0]) :] if (start := ROR_START.match(value)) else value).rstrip("/").lower()
    if not ROR.fullmatch(value):
        raise ValueError(_("This is not a ROR id: one is as https://ror.org/03yrm5c26."))
    number = 0
    for character in value[:7]:
        number = number * 32 + CROCKFORD.index(character)
    # ISO 7064 MOD 97-10, as ROR makes its ids.
    if int(value[7:]) != 98 - number * 100 % 97:
        raise ValueError(_("The last digits of this ROR id do not fit; look for a typing error"))
    return value


def normal_openalex(text: str, *, kind: str = "") -> str:
    """`A5023888391`, from a URL or in lower case; `kind` (author, work, institution …) is the one expected."""
    value = text.strip()
    value = (value[len(start[0]) :] if (start := OPENALEX_START.match(value)) else value).rstrip("/").upper()
    found = OPENALEX.fullmatch(value)
    if not found:
        raise ValueError(_("This is not an OpenAlex id: one is as A5023888391."))
    if kind and OPENALEX_KINDS[found[1]] != kind:
        raise ValueError(
            _("This OpenAlex id is one for: %(found)s. Expected is one for: %(expected)s.")
            % {"found": OPENALEX_KINDS[found[1]], "expected": kind}
        )
    return value


def normal_pmid(text: str) -> str:
    """`19872477`, from a URL or `PMID: 19872477`."""
    value = text.strip()
    value = (value[len(start[0]) :] if (start := PMID_START.match(value)) else value).rstrip("/")
    if not re.fullmatch(r"[1-9][0-9]{0,9}", value):
        raise ValueError(_("This is not a PubMed id: one is a number, as in 19872477."))
    return value


def normal_pmcid(text: str) -> str:
    """`PMC2773516`, from a URL or the number alone."""
    value = text.strip()
    value = (value[len(start[0]) :] if (start := PMCID_START.match(value)) else value).rstrip("/").upper()
    digits = value.removeprefix("PMC")
    if not re.fullmatch(r"[1-9][0-9]{0,9}", digits):
        raise ValueError(_("This is not a PubMed Central id: one is as PMC2773516."))
    return f"PMC{digits}"


def normal_isbn(text: str) -> str:
    """`9780306406157`: thirteen digits, made of ten where the old form is given."""
    value = ISBN_PADDING.sub("", text.strip()).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", value):
        total = sum((10 - place) * (10 if digit == "X" else int(digit)) for place, digit in enumerate(value))
        if total % 11 == 0:
            return f"978{value[:9]}{_isbn_check_digit('978' + value[:9])}"
    elif re.fullmatch(r"97[89][0-9]{10}", value) and int(value[12]) == _isbn_check_digit(value[:12]):
        return value
    raise ValueError(_("This is not an ISBN: one has 13 digits, or 10 in older books, and the last must fit."))


def _isbn_check_digit(digits: str) -> int:
    return -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10


def recognise(text: str) -> tuple[str, str] | None:
    """Scheme and normal value when the whole text is a DOI, arXiv id, ORCID iD or ROR id; else None.

    The DOI that arXiv gives its papers counts as the arXiv id; versions are left out.
    """
    if not 8 <= len(text) <= 2 * DOI_LENGTH:
        return None
    try:
        doi = normal_doi(text)
    except ValueError:
        return _recognise_other(text)
    if doi.startswith(DOI_OF_ARXIV):
        try:
            return "arxiv", normal_arxiv(doi.removeprefix(DOI_OF_ARXIV))[0]
        except ValueError:
            return "doi", doi
    return "doi", doi


def _recognise_other(text: str) -> tuple[str, str] | None:
    for scheme, normal in (
        ("arxiv", lambda value: normal_arxiv(value)[0]),
        ("orcid", normal_orcid),
        ("ror", normal_ror),
    ):
        try:
            return scheme, normal(text)
        except ValueError:
            continue
    return None
