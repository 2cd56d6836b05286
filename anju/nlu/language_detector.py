"""Rasa component: the language of a message, and the one to answer in."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from anju.language import detect
from anju.language.detect import answer_language, detect_language
from anju.nlu.reading import fingerprint_of, helper_sources

LANGUAGE = "language"
ANSWER_LANGUAGE = "answer_language"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageDetector(GraphComponent):
    """Put `language` (ISO 639-1) and `answer_language` (zh, en or both) on the parse result.

    A message that says nothing about its language ("ok", "110", a tapped quick reply) has none,
    and the conversation keeps the one it has. It is no entity: `rasa test` compares entities, and
    one over the whole text cannot be annotated.
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
            detected = None if text.startswith("/") else detect_language(text)
            answer = answer_language(detected)
            message.set(LANGUAGE, detected, add_to_output=True)
            message.set(ANSWER_LANGUAGE, answer.value if answer else None, add_to_output=True)
        return messages
