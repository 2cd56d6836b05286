"""A turn: one message after the other, and always an answer in time."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from anju.gateway.errors import DoorError
from anju.gateway.rasa import Rasa
from anju.gateway.turn import Turns
from anju.settings import Settings
from tests.gateway.stand_in import StandIn, make_turns, open_session, say, texts

ANNA, BERT = "a" * 32, "b" * 32


# The safe card ---------------------------------------------------------------------------------


def broken(rasa: StandIn, how: str) -> None:
    states: dict[str, dict[str, Any]] = {
        "down": {"up": False},
        "slow": {"delay": 30.0},
        "error 500": {"status": 500},
        "error 403": {"status": 403},
        "no json": {"answer": b"<html>"},
        "no utf-8": {"answer": b"\xff\xff"},
        "an object": {"answer": {"text": "x"}},
        "a list of words": {"answer": ["x"]},
        "no message": {"answer": []},
        "an empty message": {"answer": [{"recipient_id": "x"}]},
        "an empty text": {"answer": [{"text": ""}]},
        "a number as text": {"answer": [{"text": 7}]},
        "buttons only": {"answer": [{"buttons": [{"title": "a", "payload": "/b"}]}]},
        "not a number": {"answer": b'[{"custom": {"a": NaN}}]'},
        "very deep": {"answer": b"[" * 100_000},
    }
    for name, value in states[how].items():
        setattr(rasa, name, value)


@pytest.mark.parametrize(
    "how",
    ["down", "slow", "error 500", "error 403", "no json", "no utf-8", "an object",
     "a list of words", "no message", "an empty message", "an empty text", "a number as text",
     "buttons only", "not a number", "very deep"],
)  # fmt: skip
def test_without_a_usable_answer_there_is_the_safe_card(
    client: TestClient, rasa: StandIn, token: str, how: str
) -> None:
    broken(rasa, how)
    started = time.monotonic()
    answer = say(client, token, "这条短信是真的吗")
    assert time.monotonic() - started < 2.0
    (message,) = answer.json()
    assert message["custom"] == {"type": "safe"}
    for number in ("110", "119", "120", "96110"):
        assert number in message["text"]
    assert "安全" not in message["text"]


def test_the_safe_card_is_in_the_language_of_the_message(
    client: TestClient, rasa: StandIn, token: str
) -> None:
    rasa.up = False
    zh, en = (texts(say(client, token, text)) for text in ("护照怎么办", "how do I get a visa"))
    assert "抱歉" in zh or "对不起" in zh
    assert en.startswith("Sorry") and "抱歉" not in en
    other = texts(say(client, open_session(client), "パスポートをなくしました"))
    assert other.startswith("Sorry") and "抱歉" in other
    unknown = texts(say(client, open_session(client), "110"))
    assert unknown.startswith("Sorry") and "抱歉" in unknown
    hinted = texts(say(client, open_session(client), "110", language="en"))
    assert "抱歉" not in hinted


@pytest.mark.asyncio
async def test_a_fault_nobody_thought_of_is_no_error_page(turns: Turns) -> None:
    async def fail(*_: object) -> None:
        raise ZeroDivisionError

    turns._rasa.send = fail  # type: ignore[method-assign, assignment]
    (message,) = await turns.answer(ANNA, "hello there")
    assert message["custom"] == {"type": "safe"}
    await turns.close()


# Order -----------------------------------------------------------------------------------------


@pytest.mark.asyncio
async def test_quick_messages_of_one_person_are_answered_in_order(
    settings: Settings, rasa: StandIn
) -> None:
    rasa.delay = 0.02
    turns = make_turns(replace(settings, gateway_turn_seconds=10.0), rasa)
    said = [f"message {number}" for number in range(12)]
    finished: list[str] = []

    async def send(text: str) -> None:
        await turns.answer(ANNA, text)
        finished.append(text)

    await asyncio.gather(*(send(text) for text in said))
    assert rasa.messages == said
    assert finished == said
    assert rasa.most_waiting == 1, "the next one waits until Rasa is done"


@pytest.mark.asyncio
async def test_one_person_does_not_wait_for_another(settings: Settings, rasa: StandIn) -> None:
    rasa.delay = 0.2
    turns = make_turns(replace(settings, gateway_turn_seconds=10.0), rasa)
    await asyncio.gather(*(turns.answer(f"{number:032x}", "hello") for number in range(10)))
    assert rasa.most_waiting == 10


@pytest.mark.asyncio
async def test_the_wait_for_earlier_messages_counts(settings: Settings, rasa: StandIn) -> None:
    rasa.delay = 0.3
    turns = make_turns(settings, rasa)  # 0.5 s for a turn
    started = time.monotonic()
    answers = await asyncio.gather(*(turns.answer(ANNA, f"message {n}") for n in range(4)))
    assert time.monotonic() - started < 1.0
    assert [answer[0].get("custom") for answer in answers] == [None, *[{"type": "safe"}] * 3]


@pytest.mark.asyncio
async def test_what_is_told_about_an_emergency_keeps_its_place(turns: Turns, rasa: StandIn) -> None:
    await turns.answer(ANNA, "着火了")
    await turns.answer(ANNA, "now what")
    assert rasa.messages == ["/report_fire", "now what"]
    await turns.close()


# Too much --------------------------------------------------------------------------------------


@pytest.mark.asyncio
async def test_beyond_the_turns_in_flight_the_door_is_busy_but_not_for_an_emergency(
    settings: Settings, rasa: StandIn
) -> None:
    rasa.delay = 0.3
    turns = make_turns(replace(settings, gateway_in_flight=2), rasa)
    running = [asyncio.create_task(turns.answer(f"{number:032x}", "hello")) for number in range(2)]
    await asyncio.sleep(0.05)
    with pytest.raises(DoorError, match="too_busy") as caught:
        await turns.answer(ANNA, "hello")
    assert caught.value.retry_after == 1
    assert "119" in (await turns.answer(BERT, "着火了"))[0]["text"]
    await asyncio.gather(*running)
    assert (await turns.answer(ANNA, "hello"))[0]["text"] == "heard hello"
    await turns.close()


@pytest.mark.asyncio
async def test_a_message_given_up_by_its_sender_leaves_no_trace(
    settings: Settings, rasa: StandIn
) -> None:
    rasa.delay = 0.2
    turns = make_turns(settings, rasa)
    task = asyncio.create_task(turns.answer(ANNA, "hello"))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    rasa.delay = 0.0
    assert (await turns.answer(ANNA, "again"))[0]["text"] == "heard again"
    assert turns._in_flight == 0


def test_rasa_is_asked_directly_and_not_through_a_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=[{"text": "hi"}])

    rasa = Rasa(replace(settings, rasa_host="::1"), httpx.MockTransport(answer))
    asyncio.run(rasa.send(ANNA, "hello", None))
    assert str(seen[0].url) == "http://[::1]:5005/webhooks/anju/webhook"
    body = {"sender": ANNA, "message": "hello", "language": None, "pasted": False}
    assert json.loads(seen[0].content) == body
