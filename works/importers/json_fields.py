"""Members of JSON objects by type: what is missing is empty, what is of another type is empty with a warning."""

from collections.abc import Mapping
from typing import Any, TypeVar

from works.importers.fields import Notes

T = TypeVar("T")


def object_in(record: Mapping[str, Any], name: str, notes: Notes) -> dict[str, Any]:
    """The object that a member is."""
    value = record.get(name)
    if isinstance(value, dict):
        return value
    if value is not None:
        notes.wrong_type(name)
    return {}


def list_in(record: Mapping[str, Any], name: str, notes: Notes) -> list[Any]:
    """The list that a member is."""
    value = record.get(name)
    if isinstance(value, list):
        return value
    if value is not None:
        notes.wrong_type(name)
    return []


def objects_in(record: Mapping[str, Any], name: str, notes: Notes) -> list[dict[str, Any]]:
    """The objects of the list that a member is."""
    return _only(dict, list_in(record, name, notes), name, notes)


def texts_in(record: Mapping[str, Any], name: str, notes: Notes) -> list[str]:
    """The texts of the list that a member is, not yet plain."""
    return _only(str, list_in(record, name, notes), name, notes)


def flag_in(record: Mapping[str, Any], name: str, notes: Notes) -> bool:
    """The truth that a member is; False when missing."""
    value = record.get(name)
    if value is not None and not isinstance(value, bool):
        notes.wrong_type(name)
    return value is True


def _only(kind: type[T], values: list[Any], name: str, notes: Notes) -> list[T]:
    found = [value for value in values if isinstance(value, kind)]
    if len(found) < len(values) and any(value is not None and not isinstance(value, kind) for value in values):
        notes.wrong_type(name)
    return found
