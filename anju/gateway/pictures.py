"""A picture from a person: read, judged, forgotten."""

from __future__ import annotations

from typing import Any

from anju.gateway.errors import STATUS, DoorError
from anju.gateway.message import LONGEST
from anju.media.errors import MediaError
from anju.media.worker import PictureWorker

MOST_BYTES = 10 * 1024 * 1024
_CODES = {"too_large": "picture_too_large", "unavailable": "picture_unavailable"}


class Pictures:
    """Read pictures. Nothing of a picture is kept once it is read."""

    def __init__(self, worker: PictureWorker) -> None:
        self._worker = worker

    async def read(self, content: bytes) -> dict[str, Any]:
        """Return `{"text", "codes"}`.

        Raises:
            DoorError: the picture cannot be read; its text says how to go on.
        """
        try:
            found = await self._worker.read(content)
        except MediaError as error:
            raise DoorError(code_of(error)) from error
        return {"text": found.text, "codes": list(found.codes)}

    def close(self) -> None:
        self._worker.stop()


def code_of(error: MediaError) -> str:
    """Return the key of data/door/errors.yml that tells the person."""
    code = _CODES.get(error.code, error.code)
    return code if code in STATUS else "picture_unavailable"


def to_message(read: dict[str, Any]) -> str:
    """Return what is judged: the text, then what the codes lead to."""
    parts = [read["text"], *read["codes"]]
    return "\n".join(part for part in parts if part.strip())[:LONGEST]
