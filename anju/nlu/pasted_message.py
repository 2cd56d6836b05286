"""Rasa component: a pasted message is checked without the person saying "is this a scam"."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from anju.nlu.reading import LOOKS_PASTED, PASTED, SCREENING
from anju.screening.outcome import Verdict

_ALARMING = {Verdict.HIGH_RISK.value, Verdict.SUSPICIOUS.value}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PastedMessage(GraphComponent):
    """Make the intent of somebody else's words `check_message`.

    A screenshot is always that. A text that looks pasted is, unless the person tells of harm of
    their own; words that nothing else understands are, when the screening finds them alarming.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "intent": "check_message",
            "own_words": [],  # intents that stay, whatever was quoted along with them
            "otherwise": ["nlu_fallback"],  # intents that give way to an alarming verdict
        }

    def __init__(self, config: Dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PastedMessage:
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            if not str(message.get(TEXT) or "/").startswith("/") and self._is_pasted(message):
                intent = {"name": self._config["intent"], "confidence": 1.0}
                message.set(INTENT, intent, add_to_output=True)
        return messages

    def _is_pasted(self, message: Message) -> bool:
        if (message.get(METADATA) or {}).get(PASTED):
            return True
        name = (message.get(INTENT) or {}).get("name")
        if name in self._config["own_words"]:
            return False
        if message.get(LOOKS_PASTED):
            return True
        verdict = (message.get(SCREENING) or {}).get("verdict")
        return name in self._config["otherwise"] and verdict in _ALARMING
