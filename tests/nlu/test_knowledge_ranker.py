"""The best facts of each group, on the parse result for the actions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from anju.nlu.knowledge_ranker import KNOWLEDGE, KnowledgeRanker
from anju.nlu.sentence_encoder import SentenceEncoderFeaturizer

pytestmark = pytest.mark.rasa
Rank = Callable[[str], Any]


@pytest.fixture
def trained(create: Callable[..., Any], small_data: Path) -> None:
    files = {
        "knowledge": str(small_data / "knowledge"),
        "lookalikes": str(small_data / "lexicon" / "lookalikes.yml"),
    }
    create(KnowledgeRanker, **files).train(TrainingData())


@pytest.fixture
def rank(
    trained: None, create: Callable[..., Any], load: Callable[..., Any], read: Callable[[str], Any]
) -> Rank:
    encoder, component = create(SentenceEncoderFeaturizer), load(KnowledgeRanker)

    def message_of(text: str) -> Any:
        (message,) = component.process(encoder.process([read(text)]))
        found = message.get(KNOWLEDGE)
        keys = ("id", "score", "named")
        groups = {"sv": "service", "th": "theft"}
        return [{**dict(zip(keys, hit)), "group": groups[hit[0].split("_")[0]]} for hit in found]

    return message_of


@pytest.mark.parametrize(
    ("question", "best", "named"),
    [
        pytest.param("护照怎么办", "sv_passport", True, id="named"),
        pytest.param("護照怎麼辦", "sv_passport", True, id="named in traditional characters"),
        pytest.param("PASSPORT please", "sv_passport", True, id="named in capitals"),
        pytest.param("我的小电驴让人偷了", "th_bike", False, id="by meaning"),
        pytest.param("mi pasaporte", "sv_passport", False, id="in another language"),
        pytest.param("不是护照的事，是车被偷了", "th_bike", False, id="without the denied topic"),
    ],
)
def test_the_fact_of_the_question_comes_first(
    rank: Rank, question: str, best: str, named: bool
) -> None:
    first = rank(question)[0]
    assert (first["id"], first["named"]) == (best, named)


def test_every_group_is_there_for_the_action_to_choose_from(rank: Rank) -> None:
    assert {hit["group"] for hit in rank("护照怎么办")} == {"service", "theft"}


def test_no_more_of_a_group_than_configured(
    create: Callable[..., Any], load: Callable[..., Any], trained: None, read: Callable[[str], Any]
) -> None:
    encoder = create(SentenceEncoderFeaturizer)
    (message,) = load(KnowledgeRanker, each=0).process(encoder.process([read("护照")]))
    assert message.get(KNOWLEDGE) == []


def test_hits_are_plain_data_that_reach_the_actions(rank: Rank) -> None:
    hits = rank("护照怎么办")
    assert json.loads(json.dumps(hits)) == hits
    assert set(hits[0]) == {"id", "group", "score", "named"}


def test_the_facts_travel_in_the_model(
    trained: None,
    create: Callable[..., Any],
    load: Callable[..., Any],
    read: Callable[[str], Any],
    small_data: Path,
) -> None:
    message = read("护照怎么办")
    shutil.rmtree(small_data)
    create(SentenceEncoderFeaturizer).process([message])
    (message,) = load(KnowledgeRanker).process([message])
    assert message.get(KNOWLEDGE)[0][0] == "sv_passport"


def test_a_tapped_quick_reply_a_message_without_vector_and_no_training_give_no_facts(
    trained: None, create: Callable[..., Any], load: Callable[..., Any], read: Callable[[str], Any]
) -> None:
    encoder = create(SentenceEncoderFeaturizer)
    (tapped,) = load(KnowledgeRanker).process(encoder.process([read("/ask_service")]))
    (bare,) = load(KnowledgeRanker).process([Message.build("护照")])
    (untrained,) = create(KnowledgeRanker).process(encoder.process([read("护照")]))
    assert [message.get(KNOWLEDGE) for message in (tapped, bare, untrained)] == [None] * 3
