"""HTML and MathML in titles, abstracts and names become their text; `<alpha>` is not HTML and stays."""

import re

NAMES = (
    "a abbr b bdi bdo big blockquote center cite code dd del div dl dt em font h1 h2 h3 h4 h5 h6 i ins kbd li mark ol "
    "p pre q s samp scp script small span strike strong style sub sup table tbody td th thead title tr tt u ul var "
    "xref iframe object form button svg video audio "
).split()
SINGLE = frozenset("br hr img wbr embed input link meta".split())
# An attribute part may not hold `<`, so that `1.5<z<3` and an unclosed tag cost one pass only.
TAG = re.compile(
    rf"<(?P<end>/?)(?:[a-z]{{1,8}}:)?(?P<name>{'|'.join(sorted([*NAMES, *SINGLE], key=len, reverse=True))})"
    r"(?P<attributes>(?:\s[^<>]*)?)/?>",
    re.IGNORECASE,
)
MATHML = re.compile(
    r"<(?:\w{1,8}:)?math\b[^<>]*>((?:(?!</?(?:\w{1,8}:)?math\b)[^\x00])*?)</(?:\w{1,8}:)?math>", re.IGNORECASE
)
ANNOTATION = re.compile(r"<(?:\w{1,8}:)?annotation\b[^<>]*tex[^<>]*>([^<>]*)</(?:\w{1,8}:)?annotation>", re.IGNORECASE)
ANY_TAG = re.compile(r"<[^<>]*>")
# Their content is not text.
SILENT = re.compile(r"<(script|style)\b[^<>]*>[^<>]*</\1\s*>", re.IGNORECASE)
BLOCKS = frozenset("blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul".split())


def mathml_as_tex(text: str) -> str:
    """Each `<math>` becomes its TeX annotation in dollars, or where it has none the text inside it."""
    return MATHML.sub(_formula, text)


def without_tags(text: str) -> str:
    """Text without the tags of HTML; a tag that has no partner stays as typed, unless it never has one."""
    text = SILENT.sub("", text)
    tags = list(TAG.finditer(text))
    parts, position = [], 0
    for index in sorted(_partnered(tags)):
        tag = tags[index]
        parts.append(text[position : tag.start()])
        if tag["name"].lower() in BLOCKS:
            parts.append("\n")
        position = tag.end()
    return "".join([*parts, text[position:]])


def _partnered(tags: list[re.Match[str]]) -> set[int]:
    """Places of the tags that are markup: pairs of a start and a later end, and those that stand alone."""
    open_tags: dict[str, list[int]] = {}
    found: set[int] = set()
    for index, tag in enumerate(tags):
        name = tag["name"].lower()
        if name in SINGLE:
            found.add(index)
        elif not tag["end"]:
            open_tags.setdefault(name, []).append(index)
        elif open_tags.get(name):
            found |= {index, open_tags[name].pop()}
    return found


def _formula(found: re.Match[str]) -> str:
    annotation = ANNOTATION.search(found[1])
    if annotation and annotation[1].strip():
        tex = annotation[1].strip().strip("$").strip()
        return f"${tex}$"
    return ANY_TAG.sub("", found[1])
