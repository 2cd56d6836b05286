"""What was not understood, misunderstood, or doubted."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction

from actions.base import TurnAction
from actions.facts import answer_topic, asked_parts, choose_record
from actions.scams import check_message
from actions.turn import Turn

_FIRST_STEPS = ("check_message", "report_loss", "ask_service")


class ActionClarifyIntent(TurnAction):
    """Ask which of two meanings is meant, or say what Anju can do."""

    def name(self) -> str:
        return "action_clarify_intent"

    def answer(self, turn: Turn) -> None:
        # This is also what Rasa does when no rule or story fits (a "yes" to nothing that was
        # asked); without this it would do it again and again.
        turn.events.append(FollowupAction("action_listen"))
        fallback = turn.message.get("fallback") or {}
        candidates = [name for name in fallback.get("candidates", []) if name in turn.book.intents]
        if turn.intent in {"affirm", "deny"}:
            turn.say(turn.text("next_what"), [turn.intent_button(name) for name in _FIRST_STEPS])
        elif turn.intent == "nlu_fallback" and turn.message.get("signs"):
            check_message(turn)  # warning signs are worth more than a question back
        elif self._field_of_the_talk(turn):
            return
        elif turn.intent != "nlu_fallback" or not candidates:
            turn.say(turn.text("unknown"), [turn.intent_button(name) for name in _FIRST_STEPS])
        elif not self._one_answer(turn, candidates):
            turn.say(turn.text("clarify"), [turn.intent_button(name) for name in candidates])

    def _field_of_the_talk(self, turn: Turn) -> bool:
        """A field that the words ask for ("怎么防") is about the fact of the talk."""
        record = turn.record
        part = next((part for part in asked_parts(turn) if record and part in record.parts), None)
        if record is None or part is None:
            return False
        turn.answer(record, part)
        return True

    def _one_answer(self, turn: Turn, candidates: list[str]) -> bool:
        """Both meanings lead to the same fact: tell it, there is nothing to ask."""
        topics = [turn.book.topics[name] for name in candidates if name in turn.book.topics]
        records = {record.id for topic in topics if (record := choose_record(turn, topic))}
        if len(topics) < len(candidates) or len(records) != 1:
            return False
        answer_topic(turn, topics[0])
        return True


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
