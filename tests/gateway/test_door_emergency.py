"""Emergencies: answered at once and from the door itself, whatever is behind it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from anju.gateway.turn import Turns
from anju.settings import Settings
from tests.gateway.stand_in import StandIn, door, make_turns, open_session, say, texts

ANNA, BERT = "a" * 32, "b" * 32
EMERGENCIES = [
    ("我家着火了", "fire", "/report_fire", "119"),
    ("my father is not breathing", "injury", "/report_injury", "120"),
    ("有人拿刀追我", "danger", "/report_danger", "110"),
    ("I don't want to live anymore", "despair", "/express_despair", "12356"),
    ("我妈被车撞了流了好多血", "traffic_injury", "/report_accident", "120"),
]
pytestmark = pytest.mark.filterwarnings("error")


async def settled(turns: Turns) -> None:
    """Wait for what is going on in the background."""
    while turns._background:
        await asyncio.gather(*turns._background, return_exceptions=True)


# Emergencies -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "kind", "payload", "number"), EMERGENCIES)
def test_an_emergency_is_answered_from_the_door_and_told_to_rasa(
    client: TestClient, rasa: StandIn, token: str, text: str, kind: str, payload: str, number: str
) -> None:
    answer = say(client, token, text)
    (message,) = answer.json()
    assert message["custom"] == {"type": "emergency", "kind": kind}
    assert number in message["text"]
    until = time.monotonic() + 5
    while not rasa.told and time.monotonic() < until:
        time.sleep(0.01)
    assert rasa.messages == [payload], "Rasa hears what it was, not the words"


@pytest.mark.parametrize(("text", "kind", "payload", "number"), EMERGENCIES)
def test_an_emergency_is_answered_with_rasa_down(
    settings: Settings, text: str, kind: str, payload: str, number: str
) -> None:
    rasa = StandIn()
    rasa.up = False
    with door(settings, rasa) as client:
        answer = say(client, open_session(client), text)
        assert number in texts(answer)
        assert answer.json()[0]["custom"]["kind"] == kind


@pytest.mark.asyncio
async def test_an_emergency_does_not_wait_for_rasa_nor_for_earlier_messages(
    settings: Settings, rasa: StandIn
) -> None:
    rasa.delay = 30.0
    turns = make_turns(replace(settings, gateway_turn_seconds=30.0), rasa)
    first = asyncio.create_task(turns.answer(ANNA, "hello there my friend"))
    await asyncio.sleep(0.05)
    (message,) = await asyncio.wait_for(turns.answer(ANNA, "着火了"), timeout=2)
    assert "119" in message["text"]
    first.cancel()
    await turns.close()


@pytest.mark.asyncio
async def test_what_is_told_in_the_background_is_bounded_and_its_faults_are_swallowed(
    settings: Settings, rasa: StandIn
) -> None:
    rasa.delay = 30.0
    turns = make_turns(settings, rasa)
    for number in range(200):
        await turns.answer(f"{number:032x}", "着火了")
    assert len(turns._background) <= 64
    await settled(turns)  # all of them run into the time limit
    rasa.delay, rasa.up = 0.0, False
    await turns.answer(ANNA, "着火了")
    await settled(turns)


def test_a_quick_reply_that_means_an_emergency_is_answered_at_once(
    client: TestClient, rasa: StandIn, token: str
) -> None:
    rasa.up = False
    answer = say(client, token, "/report_fire", language="en")
    assert "119" in texts(answer)
    assert answer.json()[0]["custom"] == {"type": "emergency", "kind": "fire"}


def test_the_slash_of_a_person_in_need_does_not_keep_the_number_away(
    client: TestClient, rasa: StandIn, token: str
) -> None:
    assert "119" in texts(say(client, token, "/我家着火了"))
    assert not any("着火" in message for message in rasa.messages)


def test_the_answer_is_in_the_language_of_the_emergency(client: TestClient, token: str) -> None:
    zh = texts(say(client, token, "我家着火了"))
    en = texts(say(client, token, "my house is on fire"))
    both = texts(say(client, token, "家が燃えています"))
    assert "立即" in zh or "现在" in zh
    assert not any("\u4e00" <= char <= "\u9fff" for char in en)
    assert both.isascii() is False
    assert both.index("119") < both.index("请")
    assert both.startswith(("Call", "Dial"))


# Never the same block twice --------------------------------------------------------------------


@pytest.mark.parametrize("text", ["着火了", "help me", "我不想活了", "ok"])
def test_the_same_answer_is_not_given_twice_in_a_row(
    client: TestClient, rasa: StandIn, token: str, text: str
) -> None:
    rasa.up = False
    answers = [texts(say(client, token, text)) for _ in range(4)]
    assert all(one != other for one, other in pairwise(answers))
