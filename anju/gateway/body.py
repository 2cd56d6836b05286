"""Read the body of a request, and no more of it than is allowed."""

from __future__ import annotations

import json
from typing import Any

import anyio
from starlette.requests import ClientDisconnect, Request

from anju.gateway.errors import DoorError

LARGEST = 16 * 1024  # bytes
SLOWEST = 10.0  # seconds for the whole body


async def read_json(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body.

    Raises:
        DoorError: not_json, body_too_large, too_slow, malformed_json.
    """
    content = await read_any_json(request, LARGEST)
    if not isinstance(content, dict):
        raise DoorError("malformed_json")
    return content


async def read_any_json(request: Request, largest: int) -> Any:
    """Return what the body of at most `largest` bytes says.

    Raises:
        DoorError: not_json, body_too_large, too_slow, malformed_json.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise DoorError("not_json")
    try:
        return json.loads((await read_bytes(request, largest, "body_too_large")).decode("utf-8"))
    except (ValueError, RecursionError):  # also bytes that are not UTF-8
        raise DoorError("malformed_json") from None


async def read_bytes(request: Request, largest: int, too_large: str) -> bytes:
    """Return the body; `too_large` is the code of the refusal when it has more bytes.

    Raises:
        DoorError: `too_large`, too_slow, malformed_json.
    """
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > largest:
        raise DoorError(too_large)
    body = bytearray()
    try:
        with anyio.fail_after(SLOWEST):
            # The length may be missing or wrong, so the bytes are counted as they come.
            async for chunk in request.stream():
                body += chunk
                if len(body) > largest:
                    raise DoorError(too_large)
    except TimeoutError:
        raise DoorError("too_slow") from None
    except ClientDisconnect:
        raise DoorError("malformed_json") from None
    return bytes(body)
