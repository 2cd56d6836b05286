"""Pictures and messages of other clients at the door."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from anju.gateway.pictures import MOST_BYTES, to_message
from anju.media.errors import NothingReadError, PictureRefusedError
from anju.media.text import PictureText
from anju.media.worker import PictureWorker
from tests.gateway.stand_in import StandIn, open_session

READ = PictureText("对方：转钱到13800002931", ("https://dq8m.top/ab",))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    seen: list[bytes] = []

    async def read(self: PictureWorker, content: bytes) -> PictureText:
        seen.append(content)
        if content == b"refuse":
            raise PictureRefusedError("too_many_pixels")
        if content == b"gone":
            raise NothingReadError("unavailable")
        return READ

    monkeypatch.setattr(PictureWorker, "read", read)
    return seen


def show(client: TestClient, content: bytes, token: str | None = None) -> Any:
    headers = {
        "Content-Type": "image/png",
        "Authorization": f"Bearer {token or open_session(client)}",
    }
    return client.post("/api/chat/picture", content=content, headers=headers)


def test_what_was_read_comes_back_with_the_answers(
    client: TestClient, rasa: StandIn, reads: list[bytes]
) -> None:
    answer = show(client, b"picture")
    assert answer.status_code == 200
    assert answer.json()["text"] == READ.text
    assert answer.json()["codes"] == list(READ.codes)
    assert answer.json()["messages"]
    assert reads == [b"picture"]


def test_its_words_go_to_rasa_masked_and_as_somebody_elses(
    client: TestClient, rasa: StandIn, reads: list[bytes]
) -> None:
    show(client, b"picture")
    assert rasa.told[-1]["pasted"] is True
    assert "13800002931" not in rasa.told[-1]["message"]
    assert "https://dq8m.top/ab" in rasa.told[-1]["message"]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"refuse", 422, "too_many_pixels"),
        (b"gone", 503, "picture_unavailable"),
        (b"x" * (MOST_BYTES + 1), 413, "picture_too_large"),
    ],
)
def test_a_picture_that_cannot_be_read_has_a_way_on(
    client: TestClient, rasa: StandIn, reads: list[bytes], content: bytes, status: int, code: str
) -> None:
    answer = show(client, content)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert answer.json()["message"]["zh"]
    assert rasa.told == []


def test_without_a_session_no_picture_is_read(client: TestClient, reads: list[bytes]) -> None:
    assert show(client, b"picture", "nobody").status_code == 401
    assert reads == []


def test_text_and_codes_make_one_message() -> None:
    assert to_message({"text": "a", "codes": ["b", ""]}) == "a\nb"
    assert len(to_message({"text": "a" * 9000, "codes": []})) == 2000


def test_a_fire_in_a_screenshot_is_no_emergency_of_this_person(
    client: TestClient, rasa: StandIn
) -> None:
    headers = {"Authorization": f"Bearer {open_session(client)}"}
    body = {"message": "着火了快救命", "pasted": True}
    answer = client.post("/api/chat", json=body, headers=headers).json()
    assert (answer[0].get("custom") or {}).get("type") != "emergency"


def test_a_slash_in_a_pasted_text_is_only_text(client: TestClient, rasa: StandIn) -> None:
    headers = {"Authorization": f"Bearer {open_session(client)}"}
    client.post("/api/chat", json={"message": "/restart", "pasted": True}, headers=headers)
    assert rasa.messages == ["restart"]


VERDICT = {
    "verdict": "high_risk", "score": 0.9, "type": "s_loan", "kind": "fake_loan", "reasons": [],
    "language": "zh",
}  # fmt: skip


@pytest.fixture
def judging(rasa: StandIn, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    asked: list[list[str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/webhooks/anju/screen":
            return original(request)
        asked.append(json.loads(request.content)["texts"])
        return httpx.Response(rasa.status, json=[VERDICT] * len(asked[-1]))

    original = rasa._answer
    monkeypatch.setattr(rasa, "_answer", answer)
    return asked


def test_one_message_gets_one_verdict(client: TestClient, judging: list[list[str]]) -> None:
    answer = client.post("/api/screen", json={"id": 5, "text": "打给13800002931"})
    assert answer.json() == {"id": 5, **VERDICT}
    assert "13800002931" not in judging[0][0]


def test_a_list_gets_a_list(client: TestClient, judging: list[list[str]]) -> None:
    answer = client.post("/api/screen", json=[{"id": "a", "text": "x"}, {"text": "y"}])
    assert [one["id"] for one in answer.json()] == ["a", None]
    assert judging == [["x", "y"]]


@pytest.mark.parametrize(
    "body",
    [{}, [], {"text": ""}, {"text": 5}, {"text": "x" * 4001}, [{"text": "x"}] * 21, "x", 5],
)
def test_what_is_no_message_is_refused(
    client: TestClient, judging: list[list[str]], body: Any
) -> None:
    answer = client.post("/api/screen", json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, "not_screenable")
    assert judging == []


def test_without_the_engine_nothing_is_called_harmless(
    client: TestClient, rasa: StandIn, judging: list[list[str]]
) -> None:
    rasa.status = 500
    answer = client.post("/api/screen", json={"text": "x"})
    assert (answer.status_code, answer.json()["error"]) == (503, "screening_unavailable")
    assert "96110" in answer.json()["message"]["zh"]
