"""The language of a message and the one to answer in, beside the intent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from anju.nlu.language_detector import ANSWER_LANGUAGE, LANGUAGE, LanguageDetector

pytestmark = pytest.mark.rasa


@pytest.fixture
def detect(create: Callable[..., Any]) -> Callable[[str], Message]:
    component = create(LanguageDetector)

    def message_of(text: str) -> Message:
        (message,) = component.process([Message.build(text)])
        return message

    return message_of


@pytest.mark.parametrize(
    ("text", "language", "answer"),
    [
        pytest.param("我的护照丢了", "zh", "zh", id="Chinese"),
        pytest.param("I lost my passport", "en", "en", id="English"),
        pytest.param(
            "パスポートをなくしました", "ja", "both", id="a language that Anju does not write"
        ),
        pytest.param("ok", None, None, id="a message that says nothing of its language"),
        pytest.param("110", None, None, id="a number"),
        pytest.param("", None, None, id="an empty message"),
        pytest.param('/ask_next_step{"part":"fee"}', None, None, id="a tapped quick reply"),
    ],
)
def test_the_language_stands_on_the_parse_result(
    detect: Callable[[str], Message], text: str, language: str | None, answer: str | None
) -> None:
    output = detect(text).as_dict(only_output_properties=True)
    assert output.get(LANGUAGE) == language
    assert output.get(ANSWER_LANGUAGE) == answer


def test_it_is_no_entity(detect: Callable[[str], Message]) -> None:
    """`rasa test` compares entities, and one over the whole text cannot be annotated."""
    assert not detect("我的护照丢了").get(ENTITIES)


def test_the_answer_language_is_plain_data(detect: Callable[[str], Message]) -> None:
    """The parse result is written to the tracker store as JSON."""
    assert type(detect("你好").get(ANSWER_LANGUAGE)) is str


def test_a_message_without_text_has_no_language(create: Callable[..., Any]) -> None:
    (message,) = create(LanguageDetector).process([Message({})])
    assert message.get(LANGUAGE) is None
