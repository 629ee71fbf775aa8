"""The categories of arXiv and their names, as https://arxiv.org/category_taxonomy gives them, old ones included."""

import json
import re
from functools import cache
from pathlib import Path

CATEGORY = re.compile(r"([a-z]+(?:-[a-z]+)?)(?:\.[A-Za-z]{2}|\.[a-z]{2,9}(?:-[a-z]{2,5})?)?", re.ASCII)


@cache
def _names() -> dict[str, str]:
    return json.loads(Path(__file__).with_name("categories.json").read_text(encoding="utf-8"))


@cache
def _archives() -> frozenset[str]:
    return frozenset(code.partition(".")[0] for code in _names())


def arxiv_category_name(code: str) -> str:
    """The name of a category, `Machine Learning` for `cs.LG`; of one that is not known the code itself."""
    return _names().get(code, code)


def is_category(code: str) -> bool:
    """Whether this is a category, or has the form of one in an archive of arXiv: there may be new ones."""
    if code in _names():
        return True
    found = CATEGORY.fullmatch(code)
    return found is not None and found[1] in _archives()
