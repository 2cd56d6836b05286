"""Two near intents: ask which is meant. Nothing familiar: say so. Otherwise stay out of the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from anju.nlu.fallback import FALLBACK, FALLBACK_INTENT, TwoStepFallback
from anju.nlu.reading import FAMILIARITY

pytestmark = pytest.mark.rasa
CONFIG = {
    "min_familiarity": 10.0,
    "min_confidence": 0.6,
    "max_margin": 0.2,
    "never_rivals": ["greet"],
}
UNKNOWN = {"reason": "unknown", "candidates": []}
EITHER = {"reason": "ambiguous", "candidates": ["ask_fee", "ask_where"]}


def ranked(**confidences: float) -> list[dict[str, Any]]:
    return [{"name": name, "confidence": value} for name, value in confidences.items()]


@pytest.fixture
def decide(create: Callable[..., Any]) -> Callable[..., Message]:
    def message_of(ranking: list[dict[str, Any]], familiarity: float, **config: Any) -> Message:
        message = Message.build("要多少钱")
        message.set("intent_ranking", ranking)
        message.set(INTENT, ranking[0] if ranking else None)
        message.set(FAMILIARITY, familiarity)
        create(TwoStepFallback, **{**CONFIG, **config}).process([message])
        return message

    return message_of


@pytest.mark.parametrize(
    ("ranking", "familiarity", "decision"),
    [
        pytest.param(ranked(ask_fee=0.9, ask_where=0.05), 20.0, None, id="sure and familiar"),
        pytest.param(
            ranked(ask_fee=0.5, ask_where=0.1), 20.0, None, id="unsure, but no rival near"
        ),
        pytest.param(ranked(ask_fee=0.5, ask_where=0.4), 20.0, EITHER, id="unsure with a rival"),
        pytest.param(
            ranked(ask_fee=0.5, ask_where=0.3), 20.0, EITHER, id="just as near as allowed"
        ),
        pytest.param(ranked(ask_fee=0.6, ask_where=0.4), 20.0, None, id="just sure enough"),
        pytest.param(ranked(ask_fee=0.9, ask_where=0.05), 9.9, UNKNOWN, id="sure but strange"),
        pytest.param(ranked(ask_fee=0.9, ask_where=0.05), 10.0, None, id="just familiar enough"),
        pytest.param(
            ranked(ask_fee=0.5, ask_where=0.4), 9.9, UNKNOWN, id="strange before ambiguous"
        ),
        pytest.param(ranked(ask_fee=0.5, greet=0.4), 20.0, None, id="a greeting is no choice"),
        pytest.param(ranked(greet=0.5, ask_fee=0.4), 20.0, None, id="nor against a greeting"),
        pytest.param(ranked(ask_fee=0.3), 20.0, None, id="one intent has no rival"),
        pytest.param(ranked(ask_fee=1.0), -5.0, UNKNOWN, id="one intent may be strange"),
    ],
)
def test_decisions(
    decide: Callable[..., Message],
    ranking: list[dict[str, Any]],
    familiarity: float,
    decision: dict[str, Any] | None,
) -> None:
    message = decide(ranking, familiarity)
    assert message.get(FALLBACK) == decision
    assert (message.get(INTENT)["name"] == FALLBACK_INTENT) is (decision is not None)
    assert message.get("intent_ranking") == ranking


def test_only_the_nearest_rival_is_offered(decide: Callable[..., Message]) -> None:
    message = decide(ranked(ask_fee=0.34, ask_where=0.33, ask_online=0.33), 20.0)
    assert message.get(FALLBACK) == EITHER


def test_the_decision_reaches_the_action_that_asks(decide: Callable[..., Message]) -> None:
    output = decide(ranked(ask_fee=0.5, ask_where=0.4), 20.0).as_dict(only_output_properties=True)
    assert output[FALLBACK] == EITHER
    assert output[INTENT]["name"] == FALLBACK_INTENT
    assert output[INTENT]["confidence"] == pytest.approx(0.5)


def test_a_message_without_a_ranking_is_left_alone(decide: Callable[..., Message]) -> None:
    """A tapped quick reply has an intent and no ranking."""
    assert decide([], 0.0).get(FALLBACK) is None


def test_without_a_familiarity_nothing_is_familiar(create: Callable[..., Any]) -> None:
    message = Message.build("你好")
    message.set("intent_ranking", ranked(ask_fee=0.9))
    create(TwoStepFallback, **CONFIG).process([message])
    assert message.get(FALLBACK) == UNKNOWN


def test_by_default_nothing_with_a_positive_familiarity_is_held_back(
    create: Callable[..., Any],
) -> None:
    message = Message.build("你好")
    message.set("intent_ranking", ranked(ask_fee=0.5, ask_where=0.5))
    message.set(FAMILIARITY, 1.0)
    create(TwoStepFallback).process([message])
    assert message.get(FALLBACK) is None
