"""Mail addresses and institutions, compared so that a look-alike matches nothing (safety.md, Domain matching). Pure."""

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import idna
from publicsuffixlist import PublicSuffixList

from works.record.names import parts_of

ADDRESS_LENGTH = 254
LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
LISTS = Path(__file__).with_name("lists")


def domain_of(address: str) -> str | None:
    """The domain after the last `@`, in ASCII and lower case; None for what is no address of a person.

    IDNA 2008, prepared by UTS 46 without its transitional forms: a Cyrillic look-alike becomes `xn--…`.
    """
    local, at, domain = address.rpartition("@")
    if not at or len(address) > ADDRESS_LENGTH or not LOCAL.fullmatch(local):
        return None
    return ascii_domain(domain)


def ascii_domain(domain: str) -> str | None:
    """A host name in ASCII and lower case, or None: literals, dots at the ends and single labels are none."""
    if domain != domain.strip() or domain.startswith((".", "[")) or domain.endswith((".", "]")):
        return None
    try:
        name = idna.encode(domain, uts46=True, transitional=False, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return None
    if "." not in name or _is_address(name) or not all(map(LABEL.fullmatch, name.split("."))):
        return None
    return name


def matching(domain: str, registered: Iterable[str]) -> str | None:
    """The registered domain that this one is, or is under; None for free mail, alumni mail and public suffixes."""
    if is_free(domain):
        return None
    for one in sorted(registered, key=lambda name: (-len(name), name)):
        name = ascii_domain(one)
        if name and not is_public_suffix(name) and not is_free(name) and _is_within(domain, name):
            return one
    return None


def is_free(domain: str) -> bool:
    """Whether anybody, or any former student, can have an address there."""
    return any(_is_within(domain, name) for name in _listed("free_mail.txt") | _listed("alumni_mail.txt"))


def is_public_suffix(domain: str) -> bool:
    """Whether names are registered under it by anybody (`ac.uk`, `github.io`)."""
    return _suffixes().publicsuffix(domain) == domain


def own_domain(domain: str) -> str | None:
    """The domain in ASCII and lower case; None where others than one institution's people can have addresses."""
    name = ascii_domain(domain)
    return None if name is None or is_public_suffix(name) or is_free(name) else name


def registrable(domain: str) -> str:
    """The part of a domain that somebody registered (`mail.cam.ac.uk` → `cam.ac.uk`)."""
    return _suffixes().privatesuffix(domain) or domain


def names_person(local: str, name: str) -> bool:
    """Whether the local part of an address holds the family name with a given name or initial."""
    parts = parts_of(name)
    if not parts.given or not parts.family.isascii() or len(parts.family) < 2 or not local.isascii():
        return False
    families = {parts.family, "".join((*parts.particles, parts.family))}
    initials = "".join(given[0] for given in parts.given)
    givens = {*parts.given, "".join(parts.given), initials, initials[0]}
    local = local.lower().partition("+")[0]
    tokens = [re.sub(r"[^a-z]", "", token) for token in re.split(r"[._]", local)]
    words = {*tokens, *re.split(r"[^a-z]+", local)}
    if families & words and givens & words:
        return True
    joined = re.sub(r"[^a-z]", "", local)
    return any(joined in {given + family, family + given} for given in givens for family in families)


def _is_within(domain: str, name: str) -> bool:
    return domain == name or domain.endswith("." + name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        # `0x7f.1` is read as an address by some; no top-level domain begins with a digit.
        return name.rpartition(".")[2][0].isdigit()
    return True


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@lru_cache(maxsize=4)
def _listed(name: str) -> frozenset[str]:
    lines = (LISTS / name).read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
