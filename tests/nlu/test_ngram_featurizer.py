"""Letters as TF-IDF rows of length one that a model carries as plain data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from anju.nlu.ngram_featurizer import NgramTfidfFeaturizer, sparse_row
from anju.nlu.reading import READ

pytestmark = pytest.mark.rasa
EXAMPLES = [
    "刷单返利是骗局吗",
    "刷脸支付安全吗",
    "打96110有用吗",
    "what is a 刷单 scam",
    "call 12110",
]


@pytest.fixture
def trained(create: Callable[..., Any]) -> Any:
    component = create(NgramTfidfFeaturizer)
    component.train(TrainingData([Message.build(text, intent="ask") for text in EXAMPLES]))
    return component


def row(component: Any, text: str) -> csr_matrix:
    (message,) = component.process([Message.build(text)])
    found = sparse_row(message)
    assert found is not None
    return found


def blocks(component: Any, text: str) -> list[float]:
    """Return the lengths of the character block and the word block of a row."""
    values = row(component, text).toarray()[0]
    border = len(component._vectorizers[0].vocabulary_)
    return [float(np.linalg.norm(block)) for block in (values[:border], values[border:])]


@pytest.mark.parametrize("text", [*EXAMPLES, "刷单", "96110"])
def test_each_block_of_a_row_has_length_one(trained: Any, text: str) -> None:
    """Raw counts would drown the sentence vector, which has length one too."""
    assert blocks(trained, text) == pytest.approx([1.0, 1.0], abs=1e-5)


def test_a_text_without_a_known_letter_is_nothing_but_a_space(trained: Any) -> None:
    """The character n-grams pad every word with spaces, and a space is known."""
    assert blocks(trained, "ㄅㄆㄇ") == [1.0, 0.0]
    assert row(trained, "ㄅㄆㄇ").indices.tolist() == [trained._vectorizers[0].vocabulary_[" "]]


def test_letters_tell_apart_what_means_nearly_the_same(trained: Any) -> None:
    one, other = row(trained, "打96110").toarray()[0], row(trained, "打12110").toarray()[0]
    assert one @ other < one @ one


def test_a_loaded_component_gives_the_same_rows(trained: Any, load: Callable[..., Any]) -> None:
    """To the last digits of float32: scikit-learn makes the stored weights float64 again."""
    loaded = load(NgramTfidfFeaturizer)
    for text in [*EXAMPLES, "刷单是什么", "ㄅㄆㄇ"]:
        before, after = row(trained, text), row(loaded, text)
        assert np.array_equal(before.indices, after.indices)
        assert np.allclose(before.data, after.data, rtol=1e-6)


def test_a_model_holds_no_pickle(trained: Any, tmp_path: Path) -> None:
    """Loading a pickle runs what is written in it."""
    files = {path.suffix for path in (tmp_path / "model").rglob("*") if path.is_file()}
    assert files == {".json", ".npy"}
    for path in (tmp_path / "model").rglob("*.npy"):
        np.load(path, allow_pickle=False)


def test_rare_n_grams_are_left_out_when_asked(create: Callable[..., Any]) -> None:
    component = create(NgramTfidfFeaturizer, min_df=2)
    component.train(TrainingData([Message.build(text, intent="ask") for text in EXAMPLES]))
    vocabulary = component._vectorizers[0].vocabulary_
    assert "刷" in vocabulary
    assert "脸" not in vocabulary


def test_only_examples_with_an_intent_make_the_vocabulary(create: Callable[..., Any]) -> None:
    component = create(NgramTfidfFeaturizer)
    component.train(TrainingData([Message.build("刷单", intent="ask"), Message.build("天气")]))
    assert "天" not in component._vectorizers[0].vocabulary_


def test_what_was_read_counts_and_not_the_raw_text(trained: Any) -> None:
    message = Message.build("刷★单")
    message.set(READ, "刷单")
    trained.process([message])
    found = sparse_row(message)
    assert found is not None
    assert np.array_equal(found.toarray(), row(trained, "刷单").toarray())


def test_a_message_without_text_gets_no_row(trained: Any) -> None:
    (message,) = trained.process([Message({INTENT: "greet"})])
    assert sparse_row(message) is None
    assert trained.process([]) == []


def test_training_examples_get_rows_too(trained: Any) -> None:
    data = TrainingData([Message({TEXT: "刷单", INTENT: "ask"})])
    assert sparse_row(trained.process_training_data(data).training_examples[0]) is not None
