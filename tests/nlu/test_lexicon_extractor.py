"""Entities and signs point into the person's own text; what was denied is left out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from anju.nlu.lexicon_extractor import SIGNS, LexiconExtractor

pytestmark = pytest.mark.rasa
Extract = Callable[[str], Message]


@pytest.fixture
def trained(create: Callable[..., Any], small_data: Path) -> None:
    folders = {key: str(small_data / key) for key in ("lexicon", "knowledge")}
    create(LexiconExtractor, **folders).train(TrainingData())


@pytest.fixture
def extract(trained: None, load: Callable[..., Any], read: Extract) -> Extract:
    component = load(LexiconExtractor)

    def message_of(text: str) -> Message:
        (message,) = component.process([read(text)])
        return message

    return message_of


def entities(message: Message) -> list[tuple[str, str, str]]:
    text = message.get("text")
    return [(e["entity"], e["value"], text[e["start"] : e["end"]]) for e in message.get(ENTITIES)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("我的工行卡", [("bank", "icbc", "工行")], id="an alias carries the id"),
        pytest.param(
            "我的ＩＣＢＣ卡", [("bank", "icbc", "ＩＣＢＣ")], id="full width in the person's text"
        ),
        pytest.param(
            "護照丟了", [("service", "sv_passport", "護照")], id="traditional, from the facts"
        ),
        pytest.param("工\u200b行", [("bank", "icbc", "工\u200b行")], id="with a hidden character"),
        pytest.param("★工★行★", [("bank", "icbc", "工★行")], id="decorated"),
        pytest.param(
            "少了 ５０元", [("money", "50元", "５０元")], id="an amount carries what is read"
        ),
        pytest.param(
            "工行转建行50元",
            [("bank", "icbc", "工行"), ("bank", "ccb", "建行"), ("money", "50元", "50元")],
            id="several in their order",
        ),
        pytest.param("你好", [], id="nothing"),
        pytest.param("🔥", [], id="nothing to read"),
        pytest.param("电动车被偷", [], id="names of thefts are no entities"),
    ],
)
def test_entities_have_spans_in_the_persons_own_text(
    extract: Extract, text: str, found: list[tuple[str, str, str]]
) -> None:
    assert entities(extract(text)) == found if found else not extract(text).get(ENTITIES)


def test_a_denied_topic_names_nothing(extract: Extract) -> None:
    assert entities(extract("不是工行的事，是护照丢了")) == [("service", "sv_passport", "护照")]


def test_a_name_outside_the_denied_topic_stays(extract: Extract) -> None:
    assert entities(extract("不是护照的事，是工行的卡")) == [("bank", "icbc", "工行")]


def test_signs_are_shown_in_the_persons_own_spelling(extract: Extract) -> None:
    text = "叫我转到一个安★全★账★户里"
    (sign,) = extract(text).get(SIGNS)
    assert sign["sign"] == "u_safe_account"
    assert sign["text"] == text[sign["start"] : sign["end"]] == "转到一个安★全★账★户"


def test_a_message_without_signs_says_so(extract: Extract) -> None:
    assert extract("你好").get(SIGNS) == []


def test_entities_of_earlier_components_stay(
    trained: None, load: Callable[..., Any], read: Extract
) -> None:
    message = read("我的工行卡")
    message.set(ENTITIES, [{"entity": "part", "value": "fee", "start": 0, "end": 1}])
    load(LexiconExtractor).process([message])
    assert [entity["entity"] for entity in message.get(ENTITIES)] == ["part", "bank"]


def test_a_tapped_quick_reply_is_not_searched(extract: Extract) -> None:
    """Its payload is ours: `/ask_service{"service":"护照"}` names nothing by itself."""
    message = extract("/ask_service 护照 工行")
    assert not message.get(ENTITIES)
    assert message.get(SIGNS) is None


def test_results_reach_the_actions_as_plain_data(extract: Extract) -> None:
    output = extract("工行叫我转到安全账户").as_dict(only_output_properties=True)
    assert json.loads(json.dumps({key: output[key] for key in (ENTITIES, SIGNS)}))


def test_the_lexicon_travels_in_the_model(
    trained: None, load: Callable[..., Any], read: Extract, small_data: Path
) -> None:
    message = read("我的工行卡")
    shutil.rmtree(small_data)
    (message,) = load(LexiconExtractor).process([message])
    assert entities(message) == [("bank", "icbc", "工行")]


def test_without_training_or_a_normaliser_nothing_is_set(
    create: Callable[..., Any], load: Callable[..., Any], trained: None, read: Extract
) -> None:
    (untrained,) = create(LexiconExtractor).process([read("我的工行卡")])
    (unread,) = load(LexiconExtractor).process([Message.build("我的工行卡")])
    assert not untrained.get(ENTITIES)
    assert not unread.get(ENTITIES)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("昨天转了两万块", "money", id="an amount in words"),
        pytest.param("点开http://abc.com/x看", "link", id="a link"),
    ],
)
def test_one_thing_is_found_once_by_the_patterns_of_the_project(
    create: Callable[..., Any],
    load: Callable[..., Any],
    read: Extract,
    root: Path,
    text: str,
    kind: str,
) -> None:
    folders = {key: str(root / "data" / key) for key in ("lexicon", "knowledge")}
    create(LexiconExtractor, **folders).train(TrainingData())
    (message,) = load(LexiconExtractor).process([read(text)])
    assert len([entity for entity in message.get(ENTITIES) if entity["entity"] == kind]) == 1
