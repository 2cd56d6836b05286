"""What was not understood, misunderstood, or doubted."""

from __future__ import annotations

from actions.base import TurnAction
from actions.turn import Turn

_FIRST_STEPS = ("check_message", "report_loss", "ask_service")


class ActionClarifyIntent(TurnAction):
    """Ask which of two meanings is meant, or say what Anju can do."""

    def name(self) -> str:
        return "action_clarify_intent"

    def answer(self, turn: Turn) -> None:
        fallback = turn.message.get("fallback") or {}
        candidates = [name for name in fallback.get("candidates", []) if name in turn.book.intents]
        if turn.intent == "nlu_fallback" and candidates:
            turn.say(turn.text("clarify"), [turn.intent_button(name) for name in candidates])
        else:
            turn.say(turn.text("unknown"), [turn.intent_button(name) for name in _FIRST_STEPS])


class ActionCorrectTopic(TurnAction):
    """Drop the topic that the person denied, and ask again."""

    def name(self) -> str:
        return "action_correct_topic"

    def answer(self, turn: Turn) -> None:
        denied = turn.message.get("denied_topic")
        turn.forget_topic()
        text = turn.text("wrong_topic")
        if denied:
            text = turn.text("noted_denial", topic=str(denied)) + text
        turn.say(text, [turn.intent_button(name) for name in _FIRST_STEPS])


class ActionShowSource(TurnAction):
    """Say what the last fact rests on."""

    def name(self) -> str:
        return "action_show_source"

    def answer(self, turn: Turn) -> None:
        record = turn.record
        if record is None:
            turn.say(turn.text("no_source"))
            return
        authority = turn.words(record.authority.dict())
        text = turn.text("source", authority=authority, day=record.checked_on.isoformat())
        turn.say(text, turn.leads(record, {"answer"}))
