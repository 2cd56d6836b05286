"""The intent, the other candidates, and how near the message is to what was learned."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from anju.nlu.intent_classifier import LinearIntentClassifier
from anju.nlu.ngram_featurizer import NgramTfidfFeaturizer
from anju.nlu.reading import FAMILIARITY
from anju.nlu.sentence_encoder import SentenceEncoderFeaturizer

pytestmark = pytest.mark.rasa
EXAMPLES = {
    "ask_passport": [
        "护照怎么办",
        "护照到期了要换",
        "给孩子办护照要带什么",
        "how do I get a passport",
        "my passport has expired",
    ],
    "report_theft": [
        "我的电动车被偷了",
        "钱包被扒手偷走了",
        "家里进贼了",
        "my bike was stolen",
        "someone took my wallet on the metro",
    ],
    "greet": ["你好", "在吗", "早上好", "hello", "hi there"],
}
Prepare = Callable[[list[Message]], list[Message]]


def examples() -> list[Message]:
    return [
        Message.build(text, intent=intent) for intent, texts in EXAMPLES.items() for text in texts
    ]


@pytest.fixture
def prepare(create: Callable[..., Any]) -> Prepare:
    """A function that puts vectors and n-gram rows on messages."""
    encoder, ngrams = create(SentenceEncoderFeaturizer), create(NgramTfidfFeaturizer)
    ngrams.train(TrainingData(examples()))
    return lambda messages: list(ngrams.process(encoder.process(messages)))


@pytest.fixture
def trained(create: Callable[..., Any], prepare: Prepare) -> Any:
    component = create(LinearIntentClassifier, epochs=60)
    component.train(TrainingData(prepare(examples())))
    return component


def parse(component: Any, prepare: Prepare, text: str) -> Message:
    (message,) = component.process(prepare([Message.build(text)]))
    return message


@pytest.mark.parametrize(
    ("text", "intent"),
    [(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
    + [
        pytest.param("护照要换新的", "ask_passport", id="new words of a known kind"),
        pytest.param("my phone was stolen", "report_theft", id="another thing stolen"),
        pytest.param("on m'a volé mon vélo", "report_theft", id="a language without examples"),
    ],
)
def test_it_learns_its_examples_and_what_is_like_them(
    trained: Any, prepare: Prepare, text: str, intent: str
) -> None:
    assert parse(trained, prepare, text).get(INTENT)["name"] == intent


def test_the_ranking_lists_every_intent_best_first(trained: Any, prepare: Prepare) -> None:
    message = parse(trained, prepare, "护照怎么办")
    ranking = message.get("intent_ranking")
    confidences = [entry["confidence"] for entry in ranking]
    assert ranking[0] == message.get(INTENT)
    assert {entry["name"] for entry in ranking} == set(EXAMPLES)
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1.0)


def test_of_many_intents_ten_are_listed(create: Callable[..., Any], prepare: Prepare) -> None:
    many = [Message.build(f"问题{n}号", intent=f"ask_{n:02d}") for n in range(12)]
    component = create(LinearIntentClassifier)
    component.train(TrainingData(prepare(many)))
    assert len(parse(component, prepare, "问题3号").get("intent_ranking")) == 10


def test_a_loaded_model_ranks_as_the_trained_one(
    trained: Any, load: Callable[..., Any], prepare: Prepare
) -> None:
    """Weights are stored in half precision; that must not be seen."""
    loaded = load(LinearIntentClassifier)
    for text in ("护照怎么办", "钱包没了", "hello", "what is the weather"):
        before, after = parse(trained, prepare, text), parse(loaded, prepare, text)
        assert _confidences(after) == pytest.approx(_confidences(before), abs=1e-2)
        assert after.get(FAMILIARITY) == pytest.approx(before.get(FAMILIARITY), abs=1e-1)


def _confidences(message: Message) -> dict[str, float]:
    return {entry["name"]: entry["confidence"] for entry in message.get("intent_ranking")}


def test_training_twice_gives_the_same_model(
    trained: Any, create: Callable[..., Any], prepare: Prepare
) -> None:
    again = create(LinearIntentClassifier, epochs=60)
    again.train(TrainingData(prepare(examples())))
    for text in ("护照怎么办", "hello"):
        before, after = parse(trained, prepare, text), parse(again, prepare, text)
        assert before.get("intent_ranking") == after.get("intent_ranking")


def test_the_order_of_the_examples_does_not_mix_up_their_intents(
    create: Callable[..., Any], prepare: Prepare
) -> None:
    """Vectors are sorted by intent for `nearness`; labels have to move with them."""
    component = create(LinearIntentClassifier, epochs=60)
    mixed = sorted(examples(), key=lambda message: message.get("text"))
    component.train(TrainingData(prepare(mixed)))
    near = parse(component, prepare, "家里进贼了").get(FAMILIARITY)
    assert near > parse(component, prepare, "量子力学讲什么").get(FAMILIARITY) + 5


@pytest.mark.parametrize(
    "nonsense",
    [
        pytest.param("asdf qwer zxcv", id="keys"),
        pytest.param("量子力学讲什么", id="another subject"),
        pytest.param("who won the football match", id="another subject in English"),
    ],
)
def test_what_was_learned_is_more_familiar_than_what_was_not(
    trained: Any, prepare: Prepare, nonsense: str
) -> None:
    strange = parse(trained, prepare, nonsense).get(FAMILIARITY)
    for texts in EXAMPLES.values():
        assert parse(trained, prepare, texts[0]).get(FAMILIARITY) > strange


def test_an_intent_with_fewer_examples_than_neighbours_is_fine(
    create: Callable[..., Any], prepare: Prepare
) -> None:
    few = [Message.build("护照", intent="a"), Message.build("你好", intent="b")]
    component = create(LinearIntentClassifier, neighbours=3)
    component.train(TrainingData(prepare(few)))
    assert np.isfinite(parse(component, prepare, "护照").get(FAMILIARITY))


def test_vectors_alone_are_enough(create: Callable[..., Any]) -> None:
    encoder, component = create(SentenceEncoderFeaturizer), create(LinearIntentClassifier)
    component.train(TrainingData(encoder.process(examples())))
    (message,) = component.process(encoder.process([Message.build("护照怎么办")]))
    assert message.get(INTENT)["name"] == "ask_passport"


def test_without_vectors_training_says_what_is_missing(create: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="needs SentenceEncoderFeaturizer before it"):
        create(LinearIntentClassifier).train(TrainingData(examples()))


def test_an_untrained_component_and_a_message_without_text_stay_silent(
    create: Callable[..., Any], trained: Any, prepare: Prepare
) -> None:
    assert parse(create(LinearIntentClassifier), prepare, "你好").get(INTENT) is None
    (message,) = trained.process([Message({})])
    assert message.get(INTENT) is None


def test_results_are_plain_data(trained: Any, prepare: Prepare) -> None:
    output = parse(trained, prepare, "你好").as_dict(only_output_properties=True)
    assert json.dumps({key: output[key] for key in (INTENT, "intent_ranking", FAMILIARITY)})


def test_a_model_holds_no_pickle(trained: Any, tmp_path: Path) -> None:
    folder = tmp_path / "model" / "LinearIntentClassifier"
    assert sorted(path.name for path in folder.iterdir()) == ["intents.json", "weights.npz"]
    with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
        assert set(arrays) == {"weights", "bias", "examples", "first"}
