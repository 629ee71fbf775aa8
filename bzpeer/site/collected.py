"""Static files are collected when they changed, not at every start."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from bzpeer.embedded.locks import exclusive


def collect_if_changed(*, say: Callable[[str], None]) -> bool:
    """Run `collectstatic` unless these very files lie in STATIC_ROOT already; True when it ran."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    # Beside the folder: what lies inside is served.
    note = root.with_name(f"{root.name}.collected")
    with exclusive(root.with_name(f"{root.name}.lock")):
        state = sources_state()
        if is_collected(state):
            return False
        say("Collecting the static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        note.write_text(state)
    return True


def is_collected(state: str) -> bool:
    """Whether the files of this state were the last ones collected."""
    root = Path(settings.STATIC_ROOT)
    note = root.with_name(f"{root.name}.collected")
    return (root / "staticfiles.json").exists() and note.exists() and note.read_text() == state


def sources_state() -> str:
    """A digest of name, size and time of every static file of the checkout and the apps."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            seen = Path(storage.path(name)).stat()
            digest.update(f"{name} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()
