"""Abstracts, which OpenAlex gives as an index: each word with its places."""

from collections.abc import Mapping
from typing import Any

import orjson

from works.importers.fields import Notes


def abstract_text(record: Mapping[str, Any], notes: Notes) -> str:
    """The words in their order, however large the places are; empty where there is no abstract."""
    index = record.get("abstract_inverted_index")
    if isinstance(index, str):
        index = _unwrapped(index)
    if not index:
        return ""
    if not isinstance(index, dict):
        notes.wrong_type("abstract_inverted_index")
        return ""
    try:
        words = {place: word for word, places in index.items() for place in places}
        order = sorted(words)
    except TypeError:
        order = [""]
    # Texts and numbers could not have been sorted together, so one tells of all.
    if order and isinstance(order[0], str):
        notes.wrong_type("abstract_inverted_index")
        return ""
    return " ".join([words[place] for place in order])


def _unwrapped(text: str) -> Any:
    """Some files hold the index as JSON within a text, beside its length."""
    try:
        index = orjson.loads(text)
    except orjson.JSONDecodeError:
        return [text]
    return index.get("InvertedIndex", index) if isinstance(index, dict) else index
