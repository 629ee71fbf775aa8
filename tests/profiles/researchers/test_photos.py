"""A holder's photo: drawn anew, within limits, and served as nothing but a picture."""

import io
import random
import struct
import subprocess
import sys
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bzpeer.db.journal.models import JournalEntry
from profiles.researchers.models import Researcher
from profiles.researchers.photos import store
from tests.profiles.researchers.holding import make_held
from tests.profiles.researchers.test_editing import address

pytestmark = pytest.mark.django_db
REFUSED = "We could not read this as a JPEG, PNG or WebP picture"
PLACE = b"51.5007 N 0.1246 W"


def picture(kind="PNG", size=(900, 600), mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, kind, **options)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A picture that says it is this large, and holds nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def many_frames() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), (number % 256, 0, 0)) for number in range(300)]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.fixture
def ada():
    return make_held(works=1)


@pytest.fixture
def holder(client, ada):
    client.force_login(ada.account)
    return client


def put_up(client, researcher, data, name="me.png"):
    return client.post(address(researcher, "photo/"), {"photo": SimpleUploadedFile(name, data)})


def photo_of(researcher) -> Image.Image:
    researcher.refresh_from_db()
    return Image.open(io.BytesIO(store.read(researcher.photo)))


@pytest.mark.parametrize(
    "data",
    [
        picture("JPEG"), picture("PNG"), picture("WEBP"), picture("PNG", mode="RGBA"), picture("PNG", mode="P"),
        picture("JPEG", mode="CMYK"), picture("PNG", mode="I;16"), many_frames(), picture("JPEG", size=(6000, 6000)),
    ],
    ids=["jpeg", "png", "webp", "alpha", "palette", "cmyk", "deep", "frames", "large"],
)  # fmt: skip
def test_a_good_picture_becomes_one_webp_of_512_pixels(holder, ada, data):
    assert put_up(holder, ada, data).status_code == 303
    drawn = photo_of(ada)
    assert (drawn.format, max(drawn.size) <= 512, getattr(drawn, "n_frames", 1)) == ("WEBP", True, 1)


def test_place_and_date_are_not_in_it_and_it_stands_upright(holder, ada):
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    exif[0x0112] = 6
    sides = Image.new("RGB", (600, 600), "white")
    sides.paste("black", (0, 0, 300, 600))
    out = io.BytesIO()
    sides.save(out, "JPEG", exif=exif, comment=PLACE)
    data = out.getvalue()
    assert PLACE in data
    put_up(holder, ada, data)
    drawn = photo_of(ada)
    assert not drawn.getexif()
    assert PLACE not in store.read(ada.photo)
    top, bottom = (sum(drawn.getpixel((256, y))[:3]) for y in (20, 490))
    assert top < 60
    assert bottom > 700


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + bytes(50), picture("GIF"), picture("BMP"),
        png_header(60_000, 60_000), png_header(8_000, 6_000), png_header(300, 300), picture()[:200],
        b"\xff\xd8\xff\xe0<?php echo 1;", random.Random(4).randbytes(5_000),
    ],
    ids=["empty", "svg", "gif", "real gif", "bmp", "huge", "48 megapixels", "hollow", "cut", "polyglot", "noise"],
)  # fmt: skip
def test_anything_else_is_422_and_the_photo_before_stays(holder, ada, data):
    put_up(holder, ada, picture())
    ada.refresh_from_db()
    before = ada.photo
    response = put_up(holder, ada, data, name="../../x.php")
    assert response.status_code == 422
    assert REFUSED in response.content.decode()
    ada.refresh_from_db()
    assert ada.photo == before
    assert store.read(before)


def test_over_5_mb_is_422_before_anything_is_decoded(holder, ada):
    response = put_up(holder, ada, picture() + bytes(5 * 1024 * 1024))
    assert response.status_code == 422
    assert "larger than 5 MB" in response.content.decode()
    assert not JournalEntry.objects.exists()


def test_a_decoder_that_hangs_or_eats_memory_is_stopped(holder, ada, monkeypatch, tmp_path):
    for name, code in (("hang", "import time; time.sleep(60)"), ("eat", "import sys; sys.exit(1)")):
        script = tmp_path / f"{name}.py"
        script.write_text(code)
        monkeypatch.setattr(store, "REDRAWING", script)
        monkeypatch.setattr(store, "SECONDS", 0.5)
        assert put_up(holder, ada, picture()).status_code == 422


def test_the_child_has_256_mb_and_no_more():
    code = (
        "import sys; sys.argv=['x']; import runpy; m = runpy.run_path(%r); import resource;"
        "resource.setrlimit(resource.RLIMIT_AS, (m['BYTES'],) * 2); bytearray(300 * 1024 * 1024)"
    )
    child = [sys.executable, "-I", "-c", code % str(store.REDRAWING)]
    assert b"MemoryError" in subprocess.run(child, capture_output=True, check=False).stderr


def test_the_name_is_random_and_the_one_before_goes(holder, ada, django_capture_on_commit_callbacks):
    put_up(holder, ada, picture(), name="me.png")
    ada.refresh_from_db()
    first = ada.photo
    assert len(first) == 32
    assert "me" not in first
    with django_capture_on_commit_callbacks(execute=True):
        put_up(holder, ada, picture("JPEG"))
    ada.refresh_from_db()
    assert ada.photo != first
    assert store.read(first) is None
    assert store.read(ada.photo)


def test_taken_down_it_is_gone(holder, ada, django_capture_on_commit_callbacks):
    put_up(holder, ada, picture())
    ada.refresh_from_db()
    name = ada.photo
    with django_capture_on_commit_callbacks(execute=True):
        assert holder.post(address(ada, "photo/"), {"remove": "1"}).status_code == 303
    assert Researcher.objects.get().photo == ""
    assert not default_storage.exists(f"photos/{name}.webp")
    assert holder.get(f"/photos/{name}.webp").status_code == 404


def test_it_is_served_as_a_picture_and_nothing_else(client, holder, ada):
    put_up(holder, ada, picture())
    ada.refresh_from_db()
    holder.logout()
    holder.cookies.clear()
    assert f"/photos/{ada.photo}.webp" in client.get(ada.author.get_absolute_url()).content.decode()
    response = client.get(f"/photos/{ada.photo}.webp")
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["Cache-Control"] == "public, max-age=60"
    assert client.get(f"/photos/{'0' * 32}.webp").status_code == 404


def test_a_hidden_one_is_seen_by_its_holder_only(client, ada, stranger):
    client.force_login(ada.account)
    put_up(client, ada, picture())
    Researcher.objects.update(hidden_fields=["photo"])
    ada.refresh_from_db()
    picture_address = f"/photos/{ada.photo}.webp"
    assert client.get(picture_address)["Cache-Control"] == "private, no-store"
    client.force_login(stranger)
    assert client.get(picture_address).status_code == 404
    client.logout()
    client.cookies.clear()
    assert client.get(picture_address).status_code == 404
    assert ada.photo not in client.get(ada.author.get_absolute_url()).content.decode()


def test_ten_an_hour_and_bad_ones_count(holder, ada):
    for number in range(10):
        put_up(holder, ada, b"no picture" if number % 2 else picture(size=(8, 8)))
    response = put_up(holder, ada, picture(size=(8, 8)))
    assert response.status_code == 429
    assert response["Retry-After"]
