"""From bytes of unknown origin to pixels, within bounds.

The size in the header is checked before anything is decoded, so a small file that would unfold to
gigapixels is refused at once.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from anju.media.errors import PictureRefusedError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 20_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_LONGEST_SIDE = 2_400  # of what is read: more costs time and finds no more
_DARK = 70.0  # mean of 0..255


def open_picture(content: bytes) -> NDArray[Any]:
    """Return the pixels (height, width, 3), uint8, upright, no side over 2,400.

    Raises:
        PictureRefusedError: too_large, not_a_picture, too_many_pixels.
    """
    if len(content) > MOST_BYTES:
        raise PictureRefusedError("too_large")
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise PictureRefusedError("too_many_pixels")
            picture.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            upright = _flat(ImageOps.exif_transpose(picture))
    except PictureRefusedError:
        raise
    except Image.DecompressionBombError as error:
        raise PictureRefusedError("too_many_pixels") from error
    # Broken files make Pillow raise many kinds of errors, all of which mean the same here.
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError) as error:
        raise PictureRefusedError("not_a_picture") from error
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return np.asarray(_bright(upright), dtype=np.uint8)


def _flat(picture: Image.Image) -> Image.Image:
    """Drop transparency onto white: dark text on nothing would be dark on black."""
    if picture.mode in {"RGBA", "LA", "P"}:
        layer = picture.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return picture.convert("RGB")


def _bright(picture: Image.Image) -> Image.Image:
    """Stretch a dark photograph; a screenshot in dark mode is turned to dark on light."""
    grey = np.asarray(picture.convert("L"), dtype=np.float32)
    if grey.mean() >= _DARK:
        return picture
    if np.percentile(grey, 99) > 150:
        return ImageOps.invert(picture)
    return ImageOps.autocontrast(picture, cutoff=1)
