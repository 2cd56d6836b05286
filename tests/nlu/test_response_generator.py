"""The wording in the language of the talk, and never the same block twice in a row."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from anju.nlu.language_detector import ANSWER_LANGUAGE
from anju.nlu.response_generator import LanguageResponseGenerator

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio]

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
slots:
  name:
    type: text
    mappings: [{type: custom}]
responses:
  utter_greet:
  - {text: 您好, metadata: {language: zh}, buttons: [{title: 查诈骗, payload: /check_message}]}
  - {text: 在的, metadata: {language: zh}}
  - {text: Hello, metadata: {language: en}, buttons: [{title: Check, payload: /check_message}]}
  - {text: I am here, metadata: {language: en}}
  utter_named:
  - {text: "{name}您好", metadata: {language: zh}}
  - {text: "Hello {name}", metadata: {language: en}}
  utter_chinese_only:
  - {text: 只有中文, metadata: {language: zh}}
  utter_plain:
  - {text: 没有写语言}
"""
)


def talk(*turns: tuple[str | None, list[str]], **slots: str) -> DialogueStateTracker:
    """Return a tracker: for each turn the answer language of the message, and what was said."""
    events: list[Any] = [SlotSet(name, value) for name, value in slots.items()]
    for language, said in turns:
        events.append(UserUttered("…", parse_data={"text": "…", ANSWER_LANGUAGE: language}))
        events.extend(BotUttered(text) for text in said)
    return DialogueStateTracker.from_events("person", events, slots=DOMAIN.slots)


async def say(response: str, tracker: DialogueStateTracker, **values: Any) -> Any:
    return await LanguageResponseGenerator(domain=DOMAIN).generate(
        response, tracker, "anju", **values
    )


@pytest.mark.parametrize(
    ("tracker", "text"),
    [
        pytest.param(talk(("zh", [])), "您好", id="Chinese"),
        pytest.param(talk(("en", [])), "Hello", id="English"),
        pytest.param(talk(("both", [])), "Hello\n您好", id="neither: English, then Chinese"),
        pytest.param(talk((None, [])), "您好", id="nothing said of it: Chinese"),
        pytest.param(talk(), "您好", id="nobody has written yet"),
        pytest.param(talk(("en", []), (None, [])), "Hello", id="ok after English stays English"),
        pytest.param(talk(("en", []), ("zh", [])), "您好", id="the last language counts"),
    ],
)
async def test_the_wording_is_in_the_language_of_the_talk(
    tracker: DialogueStateTracker, text: str
) -> None:
    assert (await say("utter_greet", tracker))["text"] == text


@pytest.mark.parametrize(
    ("tracker", "text"),
    [
        pytest.param(talk(("zh", ["您好"]), ("zh", [])), "在的", id="said in the last turn"),
        pytest.param(talk(("zh", ["您好"])), "在的", id="said in this turn"),
        pytest.param(
            talk(("zh", ["您好"]), ("zh", []), ("zh", [])), "您好", id="two turns ago is long ago"
        ),
        pytest.param(
            talk(("zh", ["您好", "在的"]), ("zh", [])),
            "您好",
            id="all said: the first, not silence",
        ),
        pytest.param(talk(("en", ["Hello"]), ("en", [])), "I am here", id="English"),
        pytest.param(talk(("zh", ["您好"]), ("en", [])), "Hello", id="each language by itself"),
        pytest.param(
            talk(("both", ["Hello\n您好"]), ("both", [])), "I am here\n在的", id="both at once"
        ),
    ],
)
async def test_what_was_just_said_is_said_in_other_words(
    tracker: DialogueStateTracker, text: str
) -> None:
    assert (await say("utter_greet", tracker))["text"] == text


async def test_the_same_talk_always_gets_the_same_words() -> None:
    said = {(await say("utter_greet", talk(("zh", []))))["text"] for _ in range(20)}
    assert said == {"您好"}


async def test_quick_replies_are_those_of_the_wording() -> None:
    buttons = (await say("utter_greet", talk(("en", []))))["buttons"]
    assert [button["title"] for button in buttons] == ["Check"]


async def test_in_both_languages_the_quick_replies_are_english() -> None:
    buttons = (await say("utter_greet", talk(("both", []))))["buttons"]
    assert [button["title"] for button in buttons] == ["Check"]


async def test_words_of_the_talk_are_filled_in() -> None:
    assert (await say("utter_named", talk(("zh", []), name="王")))["text"] == "王您好"
    assert (await say("utter_named", talk(("en", [])), name="Wang"))["text"] == "Hello Wang"


async def test_filling_in_leaves_the_wording_as_it_was() -> None:
    """The generator is shared by all conversations."""
    generator = LanguageResponseGenerator(domain=DOMAIN)
    for name in ("王", "李"):
        tracker = talk(("zh", []), name=name)
        answer = await generator.generate("utter_named", tracker, "anju")
        assert answer is not None
        assert answer["text"] == f"{name}您好"


async def test_a_response_in_one_language_is_better_than_none() -> None:
    assert (await say("utter_chinese_only", talk(("both", []))))["text"] == "只有中文"
    assert await say("utter_chinese_only", talk(("en", []))) is None


async def test_a_wording_that_names_no_language_is_chinese() -> None:
    assert (await say("utter_plain", talk(("zh", []))))["text"] == "没有写语言"


async def test_a_response_that_does_not_exist_is_none() -> None:
    assert await say("utter_gone", talk(("zh", []))) is None


async def test_rasa_finds_it_by_the_name_in_endpoints_yml() -> None:
    name = f"{LanguageResponseGenerator.__module__}.{LanguageResponseGenerator.__name__}"
    made = NaturalLanguageGenerator.create(EndpointConfig(type=name), DOMAIN)
    assert isinstance(made, LanguageResponseGenerator)
    assert made.responses == DOMAIN.responses
