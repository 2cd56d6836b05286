"""Rasa NLG: the wording for the person's language, never the same block twice in a row."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from anju.nlu.language_detector import ANSWER_LANGUAGE

LANGUAGE_KEY = "language"  # in the metadata of a response: zh or en


class LanguageResponseGenerator(TemplatedNaturalLanguageGenerator):
    """Choose among the variations of a response by the language of the talk.

    Variations take turns in the order of the file instead of at random, so that the same
    conversation always gets the same answers and nobody reads the same block twice in a row.
    A person whose language Anju does not write gets English followed by Chinese.
    """

    def __init__(
        self, endpoint_config: Optional[EndpointConfig] = None, domain: Optional[Domain] = None
    ) -> None:
        super().__init__((domain or Domain.empty()).responses)

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> Optional[Dict[str, Any]]:
        language = language_of_talk(tracker)
        recent = _said_lately(tracker)
        if language != "both":
            return self._wording(utter_action, language, recent, tracker, kwargs)
        english = self._wording(utter_action, "en", recent, tracker, kwargs)
        chinese = self._wording(utter_action, "zh", recent, tracker, kwargs)
        if english is None or chinese is None:
            return english or chinese
        return {**english, "text": f"{english.get('text', '')}\n{chinese.get('text', '')}"}

    def _wording(
        self,
        utter_action: str,
        language: str,
        recent: str,
        tracker: DialogueStateTracker,
        values: Dict[str, Any],
    ) -> Optional[Dict[str, Any]]:
        variations = [
            variation
            for variation in self.responses.get(utter_action, [])
            if _language_of(variation) == language
        ]
        if not variations:
            return None
        slots = tracker.current_slot_values()
        filled: List[Dict[str, Any]] = [
            self._fill_response(dict(variation), slots, **values) for variation in variations
        ]
        fresh = [response for response in filled if str(response.get("text")) not in recent]
        return (fresh or filled)[0]


def language_of_talk(tracker: DialogueStateTracker) -> str:
    """Return the language to answer in: that of the last message that shows one."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            language = (event.parse_data or {}).get(ANSWER_LANGUAGE)
            if language:
                return str(language)
    return "zh"


def _language_of(variation: Dict[str, Any]) -> str:
    return str((variation.get("metadata") or {}).get(LANGUAGE_KEY, "zh"))


def _said_lately(tracker: DialogueStateTracker) -> str:
    """Return everything said in the last turn of the bot and in this one."""
    texts: List[str] = []
    turns = 0
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            turns += 1
            if turns == 2:
                break
        elif isinstance(event, BotUttered) and event.text:
            texts.append(event.text)
    return "\n".join(texts)
