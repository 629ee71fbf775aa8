"""Names, place and website, which the two schemas of ROR write differently."""

from dataclasses import dataclass
from typing import Any

from works.importers.fields import Notes, text_field
from works.importers.json_fields import object_in, objects_in, texts_in
from works.importers.organisations import Names, country_code_of, place_name

# A name may be of several types; the first of these is its kind.
TYPES = ("label", "alias", "acronym")


@dataclass(frozen=True, slots=True)
class Described:
    """What both schemas say."""

    names: Names
    city: str
    country: str
    country_code: str
    website: str


def first_schema(record: dict[str, Any], notes: Notes) -> Described:
    """Version 1: a name, labels with their languages, aliases, acronyms; addresses and a country."""
    names = Names(text_field(record.get("name"), "name", notes))
    for label in objects_in(record, "labels", notes):
        names.add(label.get("label"), label.get("iso639"), "label")
    for member, kind in (("aliases", "alias"), ("acronyms", "acronym")):
        for name in texts_in(record, member, notes):
            names.add(name, "", kind)
    address = next(iter(objects_in(record, "addresses", notes)), {})
    country = object_in(record, "country", notes)
    return Described(
        names,
        place_name(address.get("city"), "city", notes),
        place_name(country.get("country_name"), "country_name", notes),
        country_code_of(country.get("country_code")),
        next(iter(texts_in(record, "links", notes)), ""),
    )


def second_schema(record: dict[str, Any], notes: Notes) -> Described:
    """Version 2: names with types and languages; locations as GeoNames describes them."""
    given = objects_in(record, "names", notes)
    shown = next((name for name in given if "ror_display" in texts_in(name, "types", notes)), next(iter(given), {}))
    names = Names(text_field(shown.get("value"), "names", notes))
    for name in given:
        types = texts_in(name, "types", notes)
        names.add(name.get("value"), name.get("lang"), next((kind for kind in TYPES if kind in types), "alias"))
    place = object_in(next(iter(objects_in(record, "locations", notes)), {}), "geonames_details", notes)
    sites = (link.get("value") for link in objects_in(record, "links", notes) if link.get("type") == "website")
    return Described(
        names,
        place_name(place.get("name"), "name", notes),
        place_name(place.get("country_name"), "country_name", notes),
        country_code_of(place.get("country_code")),
        text_field(next(sites, ""), "links", notes),
    )
