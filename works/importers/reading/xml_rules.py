"""How XML of others is parsed: no DTD, no entities, no other file, no other host."""

import re
from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

ATOM = "http://www.w3.org/2005/Atom"
ARXIV = "http://arxiv.org/schemas/atom"
XINCLUDE = "http://www.w3.org/2001/XInclude"
SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
# ORCID's own samples name a schema file beside them, which nobody opens.
BESIDE = re.compile(r"(?!//)[\w./-]+\.xsd")
SCHEMA_LOCATION = f"{SCHEMA} schemaLocation"
OTHER_SCHEMA = f"{SCHEMA} noNamespaceSchemaLocation"

# The first element, behind the declaration, comments and a DTD (which its reader refuses).
ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,64}:)?([A-Za-z_][\w.-]{0,64})[\s/>]")


class ForbiddenXML(Exception):
    """The text names the construct."""


def strict_parser(*, may_name_dtd: bool = False) -> expat.XMLParserType:
    """An expat parser of UTF-8 that gives names as `namespace name` and raises ForbiddenXML at any DTD.

    It opens no file and no socket: without handlers for external entities expat never does. With
    `may_name_dtd` a DOCTYPE that only names a file passes, unread.
    """
    parser = expat.ParserCreate("UTF-8", " ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_own_dtd if may_name_dtd else _refuse("<!DOCTYPE")
    parser.EntityDeclHandler = _refuse("<!ENTITY")
    parser.ExternalEntityRefHandler = _refuse("an external entity")
    return parser


def forbidden_in(name: str, attributes: dict[str, str]) -> str:
    """The name of a forbidden construct that this element is, or empty."""
    if name.startswith(f"{XINCLUDE} "):
        return "XInclude"
    # Pairs of a namespace and the file with its schema.
    files = attributes.get(SCHEMA_LOCATION, "").split()[1::2]
    is_remote = OTHER_SCHEMA in attributes or not all(map(BESIDE.fullmatch, files))
    return "a remote schema" if is_remote else ""


def _refuse_own_dtd(_name: str, _system_id: str | None, _public_id: str | None, has_internal_subset: int) -> None:
    if has_internal_subset:
        raise ForbiddenXML("<!DOCTYPE")


def _refuse(construct: str) -> Callable[..., NoReturn]:
    def refuse(*_: object) -> NoReturn:
        raise ForbiddenXML(construct)

    return refuse


def root_of(beginning: bytes) -> bytes:
    """The name of the first element in the beginning of a text, without its prefix; empty where none begins."""
    found = ROOT.search(beginning)
    return found[1] if found else b""
