"""One unit vector a message, the same for the same words, near for the same meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from anju.language.encoder import DIMENSIONS, encode, shared_encoder
from anju.nlu.reading import READ, sentence_vector
from anju.nlu.sentence_encoder import SentenceEncoderFeaturizer

pytestmark = pytest.mark.rasa
ODD = ["", " ", "?", "😀", "a" * 5_000, "\u0000", "\ud83d".encode("utf-8", "replace").decode()]


@pytest.fixture
def featurizer(create: Callable[..., Any]) -> Any:
    return create(SentenceEncoderFeaturizer)


def test_every_message_gets_one_vector_of_length_one(featurizer: Any) -> None:
    messages = [Message.build(text) for text in ("护照怎么办", "I lost my passport", "110")]
    for message in featurizer.process(messages):
        vector = sentence_vector(message)
        assert vector is not None
        assert vector.shape == (DIMENSIONS,)
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)
        assert len(message.features) == 1


def test_the_same_words_give_the_same_vector() -> None:
    assert np.array_equal(encode(["护照怎么办"]), encode(["护照怎么办"]))


def test_a_text_has_its_vector_whatever_stands_beside_it() -> None:
    """A batch of the training and a single message of a person have to agree."""
    texts = [f"第{n}个问题" for n in range(70)]  # more than one batch
    alone = np.vstack([encode([text]) for text in texts[60:]])
    assert np.allclose(encode(texts)[60:], alone, atol=1e-4)


def test_the_same_meaning_in_two_languages_is_near() -> None:
    zh, en, other = encode(
        [
            "对方说是警察，让我转账到安全账户",
            "someone says he is police and wants money",
            "今天天气很好",
        ]
    )
    assert zh @ en > zh @ other


def test_no_texts_give_no_vectors() -> None:
    assert encode([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize(
    "text", ODD, ids=["empty", "space", "mark", "emoji", "long", "nul", "half"]
)
def test_an_odd_text_has_a_finite_vector(text: str) -> None:
    assert np.isfinite(encode([text])).all()


def test_what_was_read_is_encoded_and_not_the_raw_text(featurizer: Any) -> None:
    message = Message.build("加我薇★信")
    message.set(READ, "加我微信")
    featurizer.process([message])
    assert np.array_equal(sentence_vector(message), encode(["加我微信"])[0])


def test_a_message_without_text_gets_no_vector(featurizer: Any) -> None:
    (message,) = featurizer.process([Message({INTENT: "greet"})])
    assert sentence_vector(message) is None


def test_training_examples_get_vectors_too(featurizer: Any) -> None:
    data = featurizer.process_training_data(TrainingData([Message.build("你好", intent="greet")]))
    assert sentence_vector(data.training_examples[0]) is not None


def test_one_process_loads_one_encoder() -> None:
    """It takes 150 MB."""
    assert shared_encoder() is shared_encoder()
