"""Rasa component: TF-IDF of character and word n-grams, each block a row of length one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import numpy as np
import rasa.shared.utils.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from anju.nlu.reading import read_text


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramTfidfFeaturizer(SparseFeaturizer, GraphComponent):
    """Letters say what vectors blur: 96110 or 12110, 刷单 or 刷脸.

    Raw counts drown a unit vector (BANKING77, 10 examples: .70 against .81), so each block is
    a TF-IDF row of length one.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            **SparseFeaturizer.get_default_config(),
            "char_ngrams": [1, 4],
            "word_ngrams": [1, 2],
            "min_df": 1,  # messages that an n-gram has to stand in
        }

    def __init__(
        self,
        config: Dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
        vectorizers: Optional[List[TfidfVectorizer]] = None,
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._vectorizers = vectorizers or _untrained(config)

    @staticmethod
    def required_packages() -> List[str]:
        return ["sklearn"]

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """The ranges are checked by scikit-learn."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramTfidfFeaturizer:
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramTfidfFeaturizer:
        with model_storage.read_from(resource) as folder:
            vectorizers = _read(folder, config)
        return cls(config, execution_context.node_name, model_storage, resource, vectorizers)

    def train(self, training_data: TrainingData) -> Resource:
        texts = [
            read_text(m) for m in training_data.training_examples if m.get(TEXT) and m.get(INTENT)
        ]
        for vectorizer in self._vectorizers:
            vectorizer.fit(texts)
        with self._model_storage.write_to(self._resource) as folder:
            _write(folder, self._vectorizers)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        with_text = [message for message in messages if message.get(TEXT)]
        if not with_text:
            return messages
        texts = [read_text(message) for message in with_text]
        rows = hstack([vectorizer.transform(texts) for vectorizer in self._vectorizers]).tocsr()
        for index, message in enumerate(with_text):
            features = Features(rows[index].tocoo(), FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
            message.add_features(features)
        return messages


def _untrained(config: Dict[str, Any]) -> List[TfidfVectorizer]:
    common = {"sublinear_tf": True, "min_df": config["min_df"], "dtype": np.float32}
    return [
        TfidfVectorizer(analyzer="char_wb", ngram_range=tuple(config["char_ngrams"]), **common),
        TfidfVectorizer(
            token_pattern=r"(?u)[a-z0-9']+|[\u4e00-\u9fff]",  # noqa: S106 - tokens of text
            ngram_range=tuple(config["word_ngrams"]),
            **common,
        ),
    ]


def _write(folder: Path, vectorizers: List[TfidfVectorizer]) -> None:
    """Vocabulary and weights as plain data: a model needs no pickle to be read."""
    for index, vectorizer in enumerate(vectorizers):
        terms: List[Tuple[str, int]] = sorted(vectorizer.vocabulary_.items(), key=lambda t: t[1])
        rasa.shared.utils.io.dump_obj_as_json_to_file(
            folder / f"terms_{index}.json", [term for term, _ in terms]
        )
        np.save(folder / f"idf_{index}.npy", vectorizer.idf_.astype(np.float32))


def _read(folder: Path, config: Dict[str, Any]) -> List[TfidfVectorizer]:
    vectorizers = _untrained(config)
    for index, vectorizer in enumerate(vectorizers):
        terms = rasa.shared.utils.io.read_json_file(folder / f"terms_{index}.json")
        vectorizer.vocabulary_ = {term: column for column, term in enumerate(terms)}
        vectorizer.idf_ = np.load(folder / f"idf_{index}.npy")
    return vectorizers


def sparse_row(message: Message) -> Optional[csr_matrix]:
    """Return the n-gram row that this featurizer left on the message, shape (1, terms)."""
    for features in message.features:
        if (
            features.type == FEATURE_TYPE_SENTENCE
            and features.attribute == TEXT
            and features.is_sparse()
        ):
            return csr_matrix(features.features)
    return None
