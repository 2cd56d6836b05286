"""Rasa component: which facts the message is about, found with the vector it already has."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional

import numpy as np
import rasa.shared.utils.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from anju.knowledge import load, schema, search
from anju.knowledge.load import load_knowledge
from anju.knowledge.search import KnowledgeIndex
from anju.language import encoder, normalize
from anju.language.encoder import encode
from anju.language.normalize import load_normalizer
from anju.nlu.reading import fingerprint_of, helper_sources, read_text, sentence_vector

KNOWLEDGE = "knowledge"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class KnowledgeRanker(GraphComponent):
    """Put the best facts of each group on the parse result, where custom actions read them."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "knowledge": "data/knowledge",
            "lookalikes": "data/lexicon/lookalikes.yml",
            "each": 3,
        }

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        index: Optional[KnowledgeIndex] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._index = index

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KnowledgeRanker:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> KnowledgeRanker:
        with model_storage.read_from(resource) as folder:
            data = rasa.shared.utils.io.read_json_file(folder / "index.json")
            vectors = np.load(folder / "vectors.npy").astype(np.float32)
        return cls(config, model_storage, resource, KnowledgeIndex.from_json(data, vectors))

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        config = {**cls.get_default_config(), **config}
        files = [*Path(config["knowledge"]).glob("*.yml"), Path(config["lookalikes"])]
        return fingerprint_of([*files, *helper_sources(search, schema, load, normalize, encoder)])

    def train(self, training_data: TrainingData) -> Resource:
        normalizer = load_normalizer(Path(self._config["lookalikes"]))
        records = load_knowledge(Path(self._config["knowledge"])).values()
        index = KnowledgeIndex.build(records, lambda text: normalizer(text).text, encode)
        with self._model_storage.write_to(self._resource) as folder:
            rasa.shared.utils.io.dump_obj_as_json_to_file(folder / "index.json", index.to_json())
            np.save(folder / "vectors.npy", index.vectors.astype(np.float16))
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            vector = sentence_vector(message)
            if self._index is None or vector is None or message.get("text", "").startswith("/"):
                continue
            hits = self._index.search_each_group(read_text(message), vector, self._config["each"])
            # Short: it is stored with every message and sent to every action.
            found = [[hit.id, round(hit.score, 3), int(hit.named)] for hit in hits]
            message.set(KNOWLEDGE, found, add_to_output=True)
        return messages
