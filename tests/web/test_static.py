"""Style sheets, fonts and the base template: style.md 2.10 and the look of product.md, as far as it can be computed."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
CSS = sorted((ROOT / "static/css").rglob("*.css"))
TOKENS = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
SHADES = dict(re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", TOKENS))
FONT_BYTES = 90_000


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, theme: int) -> float:
    first, second = (luminance(SHADES[name].split(", ")[theme]) for name in (one, other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card"])
@pytest.mark.parametrize(
    "colour", ["ink", "soft", "accent", "accent-strong", "gold", "bad", "person", "work", "topic", "institution"]
)
def test_every_colour_of_text_can_be_read_in_both_themes(colour, ground, theme):
    assert contrast(colour, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("colour", "ground", "least"),
    [
        ("on-accent", "accent", 4.5),
        ("accent", "accent-soft", 4.5),
        ("gold", "gold-soft", 4.5),
        ("ink", "bad-soft", 4.5),
        ("edge", "card", 3),
        ("edge", "paper", 3),
    ],
)
def test_colours_that_stand_on_each_other_can_be_told_apart(colour, ground, least, theme):
    assert contrast(colour, ground, theme) >= least


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_a_style_sheet_is_short_and_stands_in_its_layer(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 200
    assert "!important" not in text and not re.search(r"(^|[\s,])#[a-z][\w-]*\s*[{,.:]", text)
    rules = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).strip()
    assert rules.startswith("@layer") or path.name == "fonts.css"


@pytest.mark.parametrize("path", [path for path in CSS if path.name != "tokens.css"], ids=lambda path: path.name)
def test_colours_are_tokens(path):
    text = path.read_text(encoding="utf-8")
    assert path.name == "print.css" or not re.search(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", text)


def test_a_page_of_plain_english_loads_few_fonts():
    latin = [ROOT / f"static/fonts/{family}-latin.woff2" for family in ("sans", "serif")]
    assert sum(path.stat().st_size for path in latin) <= FONT_BYTES


@pytest.mark.django_db
def test_the_base_page_asks_no_other_host_and_switches_htmx_down(client: Client):
    body = client.get("/search/").content.decode()
    assert not re.search(r'(?:src|href)="(?:https?:)?//', body)
    config = json.loads(re.search(r"<meta name=\"htmx-config\" content='([^']+)'", body)[1])
    assert config["includeIndicatorCSS"] is False
    assert (config["history"], config["mode"], config["extensions"]) == ("reload", "same-origin", "none")


@pytest.mark.django_db
def test_every_file_that_the_base_page_names_is_there(client: Client):
    body = client.get("/").content.decode()
    files = re.findall(r'(?:src|href)="/static/([^"]+)"', body)
    assert len(files) > 10
    ours = [name for name in files if not name.startswith("django_htmx/")]
    assert [name for name in ours if not (ROOT / "static" / name).is_file()] == []
