"""The way to Rasa, which only this process may take."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from anju.settings import Settings

Message = dict[str, Any]
_WEBHOOK = "/webhooks/anju/webhook"
_SCREEN = "/webhooks/anju/screen"
_CONVERSATION = "/webhooks/anju/conversations/{person}"
_HEALTH_SECONDS = 1.0  # for one question, and how long its answer is believed


class RasaError(Exception):
    """No usable answer; `reason` is one word for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Rasa:
    """One client with its connections, shared by all turns."""

    def __init__(
        self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        most = settings.gateway_in_flight
        self._client = httpx.AsyncClient(
            base_url=f"http://{_host(settings.rasa_host)}:{settings.rasa_port}",
            headers={"Authorization": f"Bearer {settings.internal_secret}"},
            timeout=settings.gateway_turn_seconds,
            # A few more than turns, for what is told in the background.
            limits=httpx.Limits(max_connections=most + 8, max_keepalive_connections=most),
            transport=transport,
            trust_env=False,  # a proxy of the environment must not see conversations
        )
        self._health = (0.0, False)

    async def close(self) -> None:
        await self._client.aclose()

    async def send(
        self, person: str, text: str, language: str | None, pasted: bool = False
    ) -> list[Message]:
        """Return the answers to a message; `pasted` says that somebody else wrote it.

        Raises:
            RasaError: unreachable, status, malformed, empty.
        """
        body = {"sender": person, "message": text, "language": language, "pasted": pasted}
        response = await self._request("POST", _WEBHOOK, body)
        return _read_messages(response, person)

    async def screen(self, texts: Sequence[str]) -> list[Message]:
        """Return a verdict for each text (anju/screening/screener.py, `to_json`).

        Raises:
            RasaError: unreachable, status, malformed.
        """
        content = (await self._request("POST", _SCREEN, {"texts": list(texts)})).json()
        if not isinstance(content, list) or len(content) != len(texts):
            raise RasaError("malformed")
        return content

    async def forget(self, person: str) -> None:
        """Have everything of a conversation deleted.

        Raises:
            RasaError: unreachable, status.
        """
        await self._request("DELETE", _CONVERSATION.format(person=person))

    async def is_up(self) -> bool:
        """Ask Rasa, at most once a second however often this is called."""
        asked, was_up = self._health
        now = time.monotonic()
        if now - asked < _HEALTH_SECONDS and asked:
            return was_up
        try:
            response = await self._client.get("/", timeout=_HEALTH_SECONDS)
            up = response.status_code == httpx.codes.OK
        except httpx.HTTPError:
            up = False
        self._health = (now, up)
        return up

    async def _request(
        self, method: str, path: str, body: Mapping[str, object] | None = None
    ) -> httpx.Response:
        try:
            response = await self._client.request(method, path, json=body)
        except httpx.TimeoutException:
            raise RasaError("timeout") from None
        except httpx.HTTPError:
            raise RasaError("unreachable") from None
        if not response.is_success:
            raise RasaError("status")
        return response


def _read_messages(response: httpx.Response, person: str) -> list[Message]:
    try:
        content = response.json()
        # What cannot be sent on (half a surrogate pair, NaN) is found here and not later.
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise RasaError("malformed") from None
    if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
        raise RasaError("malformed")
    messages = [known for one in content if (known := _known_parts(one))]
    if not messages:
        raise RasaError("empty")
    return [{"recipient_id": person, **message} for message in messages]


def _known_parts(message: Message) -> Message:
    """Keep what the clients of the door know; anything else may be internal."""
    parts: Message = {}
    for name, kind in (("text", str), ("image", str), ("custom", dict)):
        if isinstance(value := message.get(name), kind) and value:
            parts[name] = value
    buttons = message.get("buttons")
    usable = [
        {"title": button["title"], "payload": button["payload"]}
        for button in (buttons if isinstance(buttons, list) else [])
        if isinstance(button, dict)
        and isinstance(button.get("title"), str)
        and isinstance(button.get("payload"), str)
    ]
    return {**parts, "buttons": usable} if parts and usable else parts


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host
