"""A Rasa that is not there, and the door in front of it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
from starlette.testclient import TestClient

from anju.gateway.app import DATA, create_app
from anju.gateway.rasa import Rasa
from anju.gateway.turn import Turns, build_turns
from anju.settings import Settings

KEY = "k" * 40
INTERNAL = "i" * 40


class StandIn:
    """Answers as Rasa's channel does, and remembers what it was asked."""

    def __init__(self) -> None:
        self.up = True
        self.delay = 0.0  # seconds before each answer
        self.status = 200
        self.answer: Any = None  # None: one text that repeats the message; bytes: sent as they are
        self.told: list[dict[str, Any]] = []
        self.deleted: list[str] = []
        self.authorizations: set[str] = set()
        self.waiting = 0
        self.most_waiting = 0

    @property
    def messages(self) -> list[str]:
        return [body["message"] for body in self.told]

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if not self.up:
            raise httpx.ConnectError("refused", request=request)
        self.waiting += 1
        self.most_waiting = max(self.most_waiting, self.waiting)
        try:
            await asyncio.sleep(self.delay)
            return self._answer(request)
        finally:
            self.waiting -= 1

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/":
            return httpx.Response(200, text="Hello from Rasa")
        self.authorizations.add(request.headers["authorization"])
        if request.method == "DELETE":
            folder, _, person = request.url.path.rpartition("/")
            assert folder == "/webhooks/anju/conversations"
            if self.status == httpx.codes.OK:
                self.deleted.append(person)
            return httpx.Response(self.status, json={"deleted": 1})
        assert request.url.path == "/webhooks/anju/webhook"
        body = json.loads(request.content)
        self.told.append(body)
        answer = self.answer
        if answer is None:
            answer = [{"recipient_id": body["sender"], "text": f"heard {body['message']}"}]
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return httpx.Response(self.status, content=content)


def door(settings: Settings, rasa: StandIn, **more: Any) -> TestClient:
    """Return a client of the whole door; use it with `with`, so that everything is closed."""
    return TestClient(create_app(settings, httpx.MockTransport(rasa), **more))


def make_turns(settings: Settings, rasa: StandIn) -> Turns:
    return build_turns(Rasa(settings, httpx.MockTransport(rasa)), DATA, settings)


def open_session(client: TestClient) -> str:
    answer = client.post("/api/chat/session")
    assert answer.status_code == 201
    return str(answer.json()["token"])


def say(client: TestClient, token: str, message: object, **more: object) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    return client.post("/api/chat", json={"message": message, **more}, headers=headers)


def texts(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    return "\n".join(message["text"] for message in answer.json())
