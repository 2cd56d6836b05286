"""Rasa component: the language to answer in, as the entity `language`."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from anju.language import detect
from anju.language.detect import answer_language, detect_language
from anju.nlu.reading import fingerprint_of, helper_sources


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageDetector(GraphComponent):
    """Set the entity `language` (zh, en or both), which fills the slot of that name.

    A message that says nothing about its language ("ok", "110") sets none, so that the
    conversation keeps the one it has.
    """

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageDetector:
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        return fingerprint_of(helper_sources(detect))

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            detected = detect_language(text)
            message.set("language", detected, add_to_output=True)
            answer = answer_language(detected)
            if answer is None or text.startswith("/"):
                continue
            entity = {
                "entity": "language",
                "value": answer.value,
                "start": 0,
                "end": len(text),
                "extractor": type(self).__name__,
            }
            entities = [e for e in message.get(ENTITIES, []) if e["entity"] != "language"]
            message.set(ENTITIES, [*entities, entity], add_to_output=True)
        return messages
