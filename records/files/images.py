"""Pictures drawn anew: what hides in them and where they were taken is gone (safety.md, 11, H3)."""

import io
import struct
import zlib
from typing import Final

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from records.refusals import Refusal

FORMATS: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
KEPT_AS: Final = {"image/gif": "image/png"}
MOST_PIXELS: Final = 50_000_000  # what the largest ordinary phone picture has; more is a bomb to memory
LONGEST_SIDE: Final = 2560
QUALITY: Final = 85
# What the library raises at files that are cut off or made to harm it.
BROKEN: Final = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError),
    *(struct.error, zlib.error, Image.DecompressionBombError),
)


class PictureBroken(Refusal):
    code = "picture_broken"
    message = _("“%(name)s” is a picture that can't be read. Take it again, or send it in another way.")


class PictureTooLarge(Refusal):
    code = "picture_too_large"
    message = _("“%(name)s” has more than %(limit)s million pixels. Send it in a smaller size.")


def redrawn(content: bytes, media_type: str, *, name: str) -> tuple[bytes, str]:
    """Return a picture of the same look, upright and at most 2560 pixels long, without anything beside it."""
    kept_as = KEPT_AS.get(media_type, media_type)
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[media_type]]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureTooLarge(name=name, limit=MOST_PIXELS // 1_000_000)
            return _drawn(image, FORMATS[kept_as]), kept_as
    except BROKEN as error:
        raise PictureBroken(name=name) from error


def _drawn(image: Image.Image, kept_as: str) -> bytes:
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is read at a part of its size
    drawn = ImageOps.exif_transpose(image)
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = drawn.convert(_mode(drawn, kept_as))
    plain.info.clear()  # place, camera, comment, profile
    output = io.BytesIO()
    plain.save(output, kept_as, quality=QUALITY)
    return output.getvalue()


def _mode(image: Image.Image, kept_as: str) -> str:
    if kept_as != "JPEG" and image.has_transparency_data:
        return "RGBA"
    return "L" if image.mode in {"L", "1"} else "RGB"
