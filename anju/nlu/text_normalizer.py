"""Rasa component: normalise the text, hear a denial, and set tokens."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional

import rasa.shared.utils.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from anju.language import lexicon, negation, normalize
from anju.language.negation import split_negation
from anju.language.normalize import Normalizer, load_normalizer
from anju.nlu.reading import DENIED, NORMALIZED, READ, fingerprint_of, helper_sources


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class TextNormalizer(GraphComponent):
    """Leave the person's text as it is and add the normalised one beside it."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"lookalikes": "data/lexicon/lookalikes.yml"}

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        normalizer: Optional[Normalizer] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._normalizer = normalizer or Normalizer()

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TextNormalizer:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TextNormalizer:
        with model_storage.read_from(resource) as folder:
            table = rasa.shared.utils.io.read_json_file(folder / "lookalikes.json")
        return cls(config, model_storage, resource, Normalizer(table))

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        path = Path({**cls.get_default_config(), **config}["lookalikes"])
        return fingerprint_of([path, *helper_sources(normalize, negation, lexicon)])

    def train(self, training_data: TrainingData) -> Resource:
        self._normalizer = load_normalizer(Path(self._config["lookalikes"]))
        with self._model_storage.write_to(self._resource) as folder:
            rasa.shared.utils.io.dump_obj_as_json_to_file(
                folder / "lookalikes.json", self._normalizer.lookalikes
            )
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            normalized = self._normalizer(text)
            denial = split_negation(normalized.text)
            message.set(NORMALIZED, normalized)
            message.set(READ, denial.rest or normalized.text)
            message.set(DENIED, denial.topic, add_to_output=True)
            message.set(TOKENS_NAMES[TEXT], [Token(word, start) for word, start in _words(text)])
        return messages


def _words(text: str) -> list[tuple[str, int]]:
    """Rasa wants tokens of the person's own text: characters for Chinese, else words."""
    return [
        (match.group(), match.start())
        for match in lexicon.TOKEN.finditer(text)
        if not match.group().isspace()
    ]
