"""A Rasa that is not there, and the door in front of it."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from anju.gateway import turn
from anju.gateway.app import DATA, create_app
from anju.gateway.rasa import Rasa
from anju.gateway.turn import Turns, build_turns
from anju.settings import Settings

KEY = "k" * 40
INTERNAL = "i" * 40
LOOKALIKES = DATA / "lexicon" / "lookalikes.yml"


class StandIn:
    """Answers as Rasa's channel does, and remembers what it was asked."""

    def __init__(self) -> None:
        self.up = True
        self.delay = 0.0  # seconds before each answer
        self.status = 200
        self.answer: Any = None  # None: one text that repeats the message
        self.told: list[dict[str, Any]] = []
        self.deleted: list[str] = []
        self.authorizations: set[str] = set()

    @property
    def messages(self) -> list[str]:
        return [body["message"] for body in self.told]

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if not self.up:
            raise httpx.ConnectError("refused", request=request)
        if self.delay:
            await asyncio.sleep(self.delay)
        if request.url.path == "/":
            return httpx.Response(200, text="Hello from Rasa")
        self.authorizations.add(request.headers["authorization"])
        if request.method == "DELETE":
            if self.status == 200:
                self.deleted.append(request.url.path.rpartition("/")[2])
            return httpx.Response(self.status, json={"deleted": 1})
        assert request.url.path == "/webhooks/anju/webhook"
        body = json.loads(request.content)
        self.told.append(body)
        if isinstance(self.answer, bytes):
            return httpx.Response(self.status, content=self.answer)
        answer = self.answer
        if answer is None:
            answer = [{"recipient_id": body["sender"], "text": f"heard {body['message']}"}]
        return httpx.Response(self.status, json=answer)


@pytest.fixture(autouse=True, scope="session")
def _read_the_words_once() -> Iterator[None]:
    """They do not change between tests, and reading them takes most of the time of one."""
    with pytest.MonkeyPatch.context() as patch:
        read = functools.lru_cache(maxsize=None)
        load, normalizer = turn.load_emergency_words, turn.load_normalizer(LOOKALIKES)
        words = read(lambda path: load(path, normalizer))
        patch.setattr(turn, "load_emergency_words", lambda path, _: words(path))
        patch.setattr(turn, "load_cards", read(turn.load_cards))
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        gateway_secret=KEY,
        internal_secret=INTERNAL,
        storage_folder=tmp_path / "var",
        gateway_turn_seconds=0.5,
    )


@pytest.fixture
def rasa() -> StandIn:
    return StandIn()


@pytest.fixture
def client(settings: Settings, rasa: StandIn) -> Iterator[TestClient]:
    with door(settings, rasa) as client:
        yield client


@pytest.fixture
def token(client: TestClient) -> str:
    return open_session(client)


@pytest.fixture
def turns(settings: Settings, rasa: StandIn) -> Turns:
    return make_turns(settings, rasa)


def door(settings: Settings, rasa: StandIn, **more: Any) -> TestClient:
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
