"""Whole conversations, one YAML file a topic in a folder named by behaviour.

A conversation is a list of turns. `say` is what the person writes or the payload of a quick reply;
everything else is expected of the answer: `contains` (all of these), `contains_any` (one of these),
`lacks` (none of these), `record` (the fact that the talk is about, null for none), `intent`,
`action`, `language`, `buttons` (how many at least), `tap` (instead of `say`: part of the title of a
quick reply of the turn before).
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.rasa

HERE = Path(__file__).parent
EXPECTATIONS = {
    "say", "tap", "contains", "contains_any", "lacks", "record", "intent", "action", "language",
    "buttons",
}  # fmt: skip


def conversations() -> Iterator[Any]:
    for path in sorted(HERE.glob("*/*.yml")):
        for talk in yaml.safe_load(path.read_text(encoding="utf-8"))["conversations"]:
            yield pytest.param(talk["turns"], id=f"{path.parent.name}/{path.stem}: {talk['name']}")


@pytest.mark.parametrize("turns", conversations())
def test_conversation(talker: Any, turns: list[dict[str, Any]]) -> None:
    person = hashlib.sha256(repr(turns).encode()).hexdigest()[:16]
    before = None
    for number, turn in enumerate(turns, start=1):
        unknown = set(turn) - EXPECTATIONS
        assert not unknown, f"turn {number}: unknown expectation {unknown}"
        said = turn["say"] if "say" in turn else _payload(before, turn["tap"], number)
        reply = talker.say(said, person)
        told = f"turn {number}, {said!r} [{reply.intent} {reply.actions}]:\n{reply.text}"
        assert reply.messages, f"no answer in {told}"
        _check(reply, turn, told)
        if before is not None:
            _nothing_is_said_twice(before, reply, told)
        before = reply


def _payload(before: Any, title: str, number: int) -> str:
    assert before is not None, "there is nothing to tap in the first turn"
    found = [button["payload"] for button in before.buttons if title in button["title"]]
    assert found, f"turn {number}: no quick reply {title!r} among {before.buttons}"
    return str(found[0])


def _check(reply: Any, turn: dict[str, Any], told: str) -> None:
    for words in turn.get("contains", []):
        assert words in reply.text, f"{words!r} is missing in {told}"
    if "contains_any" in turn:
        assert any(words in reply.text for words in turn["contains_any"]), (
            f"none of {turn['contains_any']} in {told}"
        )
    for words in turn.get("lacks", []):
        assert words not in reply.text, f"{words!r} is in {told}"
    if "record" in turn:
        assert reply.slots["record"] == turn["record"], f"about {reply.slots['record']}: {told}"
    if "language" in turn:
        assert reply.language == turn["language"], told
    if "intent" in turn:
        assert reply.intent == turn["intent"], told
    if "action" in turn:
        assert turn["action"] in reply.actions, told
    assert len(reply.buttons) >= turn.get("buttons", 0), f"too few quick replies in {told}"


def _nothing_is_said_twice(before: Any, reply: Any, told: str) -> None:
    pairs = itertools.product(before.messages, reply.messages)
    twice = [now["text"] for then, now in pairs if then.get("text") == now.get("text")]
    pairs = itertools.combinations(reply.messages, 2)
    twice += [now["text"] for then, now in pairs if then.get("text") == now.get("text")]
    assert not twice, f"said twice in a row: {told}"
