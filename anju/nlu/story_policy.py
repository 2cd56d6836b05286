"""Rasa policy: AugmentedMemoizationPolicy that sees at once when no story can fit.

Rasa shortens the talk step by step and rebuilds it each time to look for a story it may belong to.
A story can only fit when it ends with the same action and intent as the talk does; most turns are
single ones, where no story does, and all that work is for nothing.
"""

from __future__ import annotations

import base64
import re
import zlib
from typing import Any, Dict, FrozenSet, List, Optional, Tuple

from rasa.core.policies.memoization import AugmentedMemoizationPolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker

# A memorised key is the JSON of its states without quotation marks, the last state last.
_ACTION = re.compile(r"prev_action: \{action_name: ([^}]+)\}")
_INTENT = re.compile(r"user: \{[^}]*?intent: ([^,}]+)")
_End = Tuple[Optional[str], Optional[str]]


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class StoryPolicy(AugmentedMemoizationPolicy):
    """Predict the next action of a memorised story, whatever slots were set before it."""

    _ends: Optional[FrozenSet[_End]] = None

    def recall(
        self,
        states: List[State],
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[Dict[str, Any]],
    ) -> Optional[str]:
        """Return the action that follows in a story, None when the talk is in none."""
        if self._ends is None:
            self._ends = frozenset(_end_of_key(key) for key in self.lookup)
        if not states or _end_of_state(states[-1]) not in self._ends:
            return None
        action: Optional[str] = super().recall(states, tracker, domain, rule_only_data)
        return action


def _end_of_state(state: State) -> _End:
    action, user = state.get("prev_action", {}), state.get("user", {})
    return _text(action.get("action_name")), _text(user.get("intent"))


def _text(value: Any) -> Optional[str]:
    return None if value is None else str(value)


def _end_of_key(key: str) -> _End:
    text = zlib.decompress(base64.b64decode(key)).decode()
    start = text.rfind("prev_action:")
    action, intent = _ACTION.match(text, start), _INTENT.search(text, start)
    return (action.group(1) if action else None), (intent.group(1) if intent else None)
