"""Where photos lie: under MEDIA_ROOT, by a random name that says nothing."""

import secrets
import subprocess
import sys
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

FOLDER = "photos"
# Not imported: the decoders stay out of the processes that serve pages.
REDRAWING = Path(__file__).with_name("redrawing.py")
SECONDS = 10
NAME_BYTES = 16


class NoPicture(Exception):
    """This cannot be read as a JPEG, PNG or WebP picture within the limits."""


def keep(data: bytes) -> str:
    """Draws the picture anew in a process of its own and keeps that; gives its name. Raises NoPicture."""
    drawn = _redrawn(data)
    name = secrets.token_hex(NAME_BYTES)
    default_storage.save(_path(name), ContentFile(drawn))
    return name


def read(name: str) -> bytes | None:
    """The picture of that name, as WebP, or None."""
    if not default_storage.exists(_path(name)):
        return None
    with default_storage.open(_path(name)) as file:
        return bytes(file.read())


def forget(name: str) -> None:
    """The picture goes once this transaction is committed; nothing happens for no name."""
    if name:
        transaction.on_commit(lambda: default_storage.delete(_path(name)))


def _path(name: str) -> str:
    return f"{FOLDER}/{name}.webp"


def _redrawn(data: bytes) -> bytes:
    child = [sys.executable, "-I", str(REDRAWING)]
    try:
        done = subprocess.run(child, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise NoPicture from error
    if done.returncode or not done.stdout:
        raise NoPicture
    return done.stdout
