"""A picture drawn anew: run as a process of its own, with limits, for pictures come from strangers.

Reads the picture from standard input and writes it to standard output as WebP of at most 512 by 512 pixels, its
first frame, without metadata. Exit 0, or 1 for what is no JPEG, PNG or WebP picture within the limits. Imports no
Django, and nothing of ours.
"""

import io
import resource
import sys

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
PIXELS = 40_000_000
SIDE = 512
SECONDS = 10
BYTES = 256 * 1024 * 1024
QUALITY = 82


def main() -> int:
    """The exit status."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    try:
        drawn = redrawn(sys.stdin.buffer.read())
    except Exception:
        # Whatever a decoder trips over in a hostile file, it is no picture for us.
        return 1
    sys.stdout.buffer.write(drawn)
    return 0


def redrawn(data: bytes) -> bytes:
    """The picture as WebP. Raises ValueError above 40 megapixels before decoding anything, and what Pillow raises."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        width, height = picture.size
        if width * height > PIXELS:
            raise ValueError(f"{width} by {height} pixels")
        # A JPEG is decoded at an eighth to the whole of its size, never below ours.
        picture.draft("RGB", (SIDE * 2, SIDE * 2))
        # Small before anything else: each further step would hold a second picture of the first size.
        picture.thumbnail((SIDE * 2, SIDE * 2))
        upright = ImageOps.exif_transpose(picture)
        small = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    side = min(SIDE, *small.size)
    out = io.BytesIO()
    ImageOps.fit(small, (side, side)).save(out, "WEBP", quality=QUALITY)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
