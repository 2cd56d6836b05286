"""Rasa component: named things and warning signs, from the lexicon and the names of the facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional

import rasa.shared.utils.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from anju.knowledge import load, names, schema
from anju.knowledge.load import load_knowledge
from anju.language import lexicon, lexicon_files, normalize
from anju.language.lexicon import Found, Lexicon, LexiconReader, load_lexicon
from anju.language.normalize import NormalizedText, load_normalizer
from anju.nlu.reading import DENIED, fingerprint_of, helper_sources, normalized

SIGNS = "signs"
_HELPERS = (lexicon, lexicon_files, names, schema, load, normalize)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LexiconExtractor(GraphComponent):
    """Entities with spans in the person's own text; what was denied is left out."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"lexicon": "data/lexicon", "knowledge": "data/knowledge"}

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        reader: Optional[LexiconReader] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LexiconExtractor:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LexiconExtractor:
        with model_storage.read_from(resource) as folder:
            data = rasa.shared.utils.io.read_json_file(folder / "lexicon.json")
        return cls(config, model_storage, resource, LexiconReader(Lexicon.from_json(data)))

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        config = {**cls.get_default_config(), **config}
        files = [p for key in ("lexicon", "knowledge") for p in Path(config[key]).glob("*.yml")]
        return fingerprint_of([*files, *helper_sources(*_HELPERS)])

    @staticmethod
    def required_packages() -> List[str]:
        return ["spacy"]

    def train(self, training_data: TrainingData) -> Resource:
        folder = Path(self._config["lexicon"])
        knowledge = load_knowledge(Path(self._config["knowledge"]))
        loaded = load_lexicon(
            folder,
            load_normalizer(folder / "lookalikes.yml"),
            extra=names.entries_of(knowledge.values()),
        )
        with self._model_storage.write_to(self._resource) as target:
            rasa.shared.utils.io.dump_obj_as_json_to_file(target / "lexicon.json", loaded.to_json())
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = normalized(message)
            if text is None or self._reader is None or not text.text or text.original[0] == "/":
                continue
            entities, signs = self._reader.read(text.text)
            denied = message.get(DENIED)
            kept = [found for found in entities if not denied or found.text not in denied]
            before = message.get(ENTITIES, [])
            after = [_entity(text, found) for found in kept]
            message.set(ENTITIES, before + after, add_to_output=True)
            message.set(SIGNS, [_sign(text, found) for found in signs], add_to_output=True)
        return messages


def _entity(text: NormalizedText, found: Found) -> Dict[str, Any]:
    start, end = text.to_original(found.start, found.end)
    # Named things carry their id; an amount or a time carries what was written.
    value = found.text if found.id == found.kind else found.id
    return {
        "entity": found.kind,
        "value": value,
        "start": start,
        "end": end,
        "extractor": LexiconExtractor.__name__,
    }


def _sign(text: NormalizedText, found: Found) -> Dict[str, Any]:
    start, end = text.to_original(found.start, found.end)
    return {"sign": found.id, "start": start, "end": end, "text": text.original[start:end]}
