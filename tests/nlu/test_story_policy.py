"""The policy that leaves single turns alone predicts what Rasa's own would."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest
from rasa.core.policies.memoization import AugmentedMemoizationPolicy

from anju.nlu.story_policy import StoryPolicy, _end_of_key, _end_of_state

pytestmark = pytest.mark.rasa


def states(*turns: tuple[str, str, list[str]]) -> List[Dict[str, Any]]:
    return [
        {
            "user": {"intent": intent, **({"entities": entities} if entities else {})},
            "prev_action": {"action_name": action},
            "slots": {"topic": (1.0,)},
        }
        for action, intent, entities in turns
    ]


@pytest.mark.parametrize("compressed", [True])
@pytest.mark.parametrize(
    "turns",
    [
        [("action_listen", "affirm", [])],
        [("action_listen", "deny", ["bank", "money"]), ("utter_greet", "deny", ["bank"])],
        [("action_listen", "ask_fee", []), ("action_listen", "inform", ["service"])],
    ],
)
def test_the_end_is_read_from_the_key_that_rasa_makes(
    turns: list[tuple[str, str, list[str]]], compressed: bool
) -> None:
    policy = AugmentedMemoizationPolicy.__new__(AugmentedMemoizationPolicy)
    policy.config = {"enable_feature_string_compression": compressed}
    key = policy._create_feature_key(states(*turns))  # type: ignore[arg-type]
    assert key is not None
    assert _end_of_key(key) == (turns[-1][0], turns[-1][1])


def test_a_state_without_a_user_ends_with_an_action_only() -> None:
    assert _end_of_state({"prev_action": {"action_name": "utter_greet"}}) == ("utter_greet", None)


def test_a_turn_in_no_story_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        AugmentedMemoizationPolicy, "recall", lambda *_: asked.append("rasa") or "utter_greet"
    )
    policy = StoryPolicy.__new__(StoryPolicy)
    policy.config = {"enable_feature_string_compression": True}
    known = states(("action_listen", "affirm", []))
    policy.lookup = {policy._create_feature_key(known): "utter_greet"}  # type: ignore[arg-type,dict-item]
    recall = lambda s: policy.recall(s, None, None, None)  # type: ignore[arg-type]  # noqa: E731
    assert recall(known) == "utter_greet"
    assert recall(states(("action_listen", "affirm", ["bank"]))) == "utter_greet"
    assert asked == ["rasa", "rasa"]
    assert recall(states(("action_listen", "ask_fee", []))) is None
    assert asked == ["rasa", "rasa"]
