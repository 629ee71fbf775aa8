"""Every address of the site, as the resolver knows them, and an example of each."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.places import Places

# What stands in a route where an example has something else.
EXAMPLES = {
    "<slug:fmt>": "bibtex",
    "researchers/namesakes/<str:name>/": "researchers/namesakes/guillaume-lajoie/",
    r"^confirm-email/(?P<key>[-:\w]+)/$": "confirm-email/no:such:key/",
    r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/1-no-such-key/",
}


def routes() -> list[str]:
    """The routes of all views, whole, as they stand in the `urls.py` files."""
    return list(_below(get_resolver(), ""))


def _below(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from _below(entry, route)


def example_of(route: str, places: Places) -> str:
    """An address by this route, of the small site."""
    centres = {
        "researchers/<ref:ref>/": places.lajoie,
        "works/<ref:ref>/": places.work,
        "topics/<ref:ref>/": places.topic,
        "institutions/<ref:ref>/": places.institution,
    }
    path = f"/{route}"
    for part, centre in centres.items():
        path = path.replace(f"/{part}", centre.get_absolute_url())
    for part, example in EXAMPLES.items():
        path = path.replace(part, example)
    return path
