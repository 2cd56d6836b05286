"""Rasa component: admit what was not understood, in two steps."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from anju.nlu.reading import FAMILIARITY

FALLBACK_INTENT = "nlu_fallback"
FALLBACK = "fallback"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TwoStepFallback(GraphComponent):
    """Two intents close together: ask which is meant. Nothing familiar: say what Anju can do.

    The thresholds are chosen on the development set by `bench/thresholds.py`.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "min_familiarity": 0.0,  # below: nothing that was learned is near
            "min_confidence": 0.0,  # below, with a rival near: ask which is meant
            "max_margin": 0.0,  # how near the rival's probability has to be
            "never_rivals": [],  # intents that are never offered as a choice
            "min_small_talk": 0.0,  # below: one of those is not believed
            "urgent": [],  # intents that win a tie: an emergency is not asked back about
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
    ) -> TwoStepFallback:
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            ranking = message.get("intent_ranking") or []
            if not ranking:
                continue
            if (urgent := self._urgent(ranking)) is not None:
                message.set(INTENT, urgent, add_to_output=True)
                continue
            decision = self._decide(ranking, message.get(FAMILIARITY, 0.0))
            if decision is not None:
                intent = {"name": FALLBACK_INTENT, "confidence": 1.0 - ranking[0]["confidence"]}
                message.set(INTENT, intent, add_to_output=True)
                message.set(FALLBACK, decision, add_to_output=True)
        return messages

    def _urgent(self, ranking: List[Dict[str, Any]]) -> Dict[str, Any] | None:
        """Return the emergency among two meanings that are close together."""
        best, second = ranking[0], ranking[1] if len(ranking) > 1 else ranking[0]
        if best["name"] in self._config["urgent"]:
            return best
        close = best["confidence"] - second["confidence"] <= self._config["max_margin"]
        unsure = best["confidence"] < self._config["min_confidence"]
        return second if close and unsure and second["name"] in self._config["urgent"] else None

    def _decide(self, ranking: List[Dict[str, Any]], familiarity: float) -> Dict[str, Any] | None:
        if familiarity < self._config["min_familiarity"]:
            return {"reason": "unknown", "candidates": []}
        best, second = ranking[0], ranking[1] if len(ranking) > 1 else None
        if second is None or best["confidence"] >= self._config["min_confidence"]:
            return None
        if best["name"] in self._config["never_rivals"]:
            believed = best["confidence"] >= self._config["min_small_talk"]
            return None if believed else {"reason": "unknown", "candidates": []}
        close = best["confidence"] - second["confidence"] <= self._config["max_margin"]
        names = [best["name"], second["name"]]
        if close and not set(names) & set(self._config["never_rivals"]):
            return {"reason": "ambiguous", "candidates": names}
        return None
