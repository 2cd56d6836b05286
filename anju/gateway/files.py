"""The chat page: exactly the files of its folder, nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from anju.gateway.errors import DoorError

# Not from the system's table: a wrong type there would keep the page from starting.
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


class _File(NamedTuple):
    content: bytes
    kind: str
    tag: str


class PageFiles:
    """The files as they were at the start."""

    def __init__(self, folder: Path) -> None:
        """Read all files of `folder` that a browser can use.

        Raises:
            OSError: the folder or a file cannot be read.
        """
        self._files = {
            path.name: _read(path)
            for path in sorted(folder.iterdir())
            if path.is_file() and path.suffix in _TYPES
        }

    @property
    def names(self) -> list[str]:
        return list(self._files)

    def answer(self, name: str, request: Request) -> Response:
        """Return a file, or 304 when the browser has it already.

        Raises:
            DoorError: not_found.
        """
        file = self._files.get(name)
        if file is None:
            raise DoorError("not_found")
        headers = {"ETag": file.tag, "Cache-Control": "no-cache"}
        known = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
        if known & {file.tag, f"W/{file.tag}", "*"}:
            return Response(status_code=304, headers=headers)
        return Response(file.content, headers={**headers, "Content-Type": file.kind})


def _read(path: Path) -> _File:
    content = path.read_bytes()
    return _File(content, _TYPES[path.suffix], f'"{hashlib.sha256(content).hexdigest()[:32]}"')
