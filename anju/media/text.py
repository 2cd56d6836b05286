"""What a picture says."""

from __future__ import annotations

from typing import NamedTuple


class PictureText(NamedTuple):
    """The text of a picture, and what each QR code in it leads to."""

    text: str
    codes: tuple[str, ...]
