"""Why a picture could not be read.

MediaError, with a `code` that names the answer in data/door/pictures.yml
├── PictureRefusedError   the bytes are not accepted (too_large, not_a_picture, too_many_pixels)
└── NothingReadError      nothing to read in it (no_text), or no reader (unavailable)
"""

from __future__ import annotations


class MediaError(Exception):
    """Root of this package's errors."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PictureRefusedError(MediaError):
    """The bytes are not accepted; nothing was decoded."""


class NothingReadError(MediaError):
    """There is nothing to judge."""
