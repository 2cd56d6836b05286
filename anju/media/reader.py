"""Read a picture: text by RapidOCR (its models are in the package), QR codes by zxing-cpp."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from anju.media.errors import NothingReadError
from anju.media.layout import OcrLine, to_bubbles, to_text
from anju.media.picture import open_picture
from anju.media.text import PictureText

_SURE = 0.5  # confidence below which a line is noise
_UPRIGHT = 0.75  # mean confidence below which other rotations are tried
_MOST_TEXT = 2_000
_MINE, _THEIRS = "\u6211", "\u5bf9\u65b9"  # "me", "the other side": what a chat's reader looks for


def read_picture(content: bytes) -> PictureText:
    """Return the text and codes of a picture.

    Raises:
        PictureRefusedError: the bytes are not accepted.
        NothingReadError: no_text, when there is neither text nor code.
    """
    pixels = open_picture(content)
    codes = tuple(code.text for code in zxingcpp.read_barcodes(pixels) if code.text.strip())
    lines, shape = _best_rotation(pixels)
    height, width = shape
    text = to_text(to_bubbles(lines, width, height), _MINE, _THEIRS)[:_MOST_TEXT]
    if not text.strip() and not codes:
        raise NothingReadError("no_text")
    return PictureText(text, codes)


def _best_rotation(pixels: NDArray[Any]) -> tuple[list[OcrLine], tuple[int, int]]:
    """Read upright; when lines stand on end or little is found, keep the turn that reads best."""
    lines, sure = _read(pixels, as_it_is=False)
    height, width = pixels.shape[:2]
    if sure >= _UPRIGHT and lines and not _on_end(lines):
        return lines, (height, width)
    best, surest, shape = lines, 0.0, (height, width)
    for turns in (0, 1, 3, 2):
        turned = np.ascontiguousarray(np.rot90(pixels, turns))
        found, confidence = _read(turned, as_it_is=True)
        if found and not _on_end(found) and len(found) * confidence > surest:
            best, surest = found, len(found) * confidence
            shape = int(turned.shape[0]), int(turned.shape[1])
    return best, shape


def _on_end(lines: list[OcrLine]) -> bool:
    """Whether most lines are higher than wide."""
    return sum(line.height > line.right - line.left for line in lines) * 2 > len(lines)


def _read(pixels: NDArray[Any], as_it_is: bool) -> tuple[list[OcrLine], float]:
    """Return the lines and their mean confidence; `as_it_is` turns no line upside down."""
    found, _ = _engine()(pixels, use_cls=not as_it_is)
    lines, confidences = [], []
    for box, text, confidence in found or []:
        if float(confidence) < _SURE or not str(text).strip():
            continue
        xs, ys = [point[0] for point in box], [point[1] for point in box]
        lines.append(OcrLine(str(text), min(xs), min(ys), max(xs), max(ys)))
        confidences.append(float(confidence))
    return lines, float(np.mean(confidences)) if confidences else 0.0


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR  # half a second and 300 MB, in the worker only

    return RapidOCR(intra_op_num_threads=2)
