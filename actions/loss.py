"""Money has gone: what to do now, in order."""

from __future__ import annotations

from actions.base import TurnAction
from actions.hotlines import bank_number
from actions.turn import Turn


class ActionGuideLoss(TurnAction):
    """110 first, then the person's own bank with its number."""

    def name(self) -> str:
        return "action_guide_loss"

    def answer(self, turn: Turn) -> None:
        for bank in turn.entities("bank"):
            number = bank_number(turn, bank)
            if number is not None:
                turn.answer(turn.book.knowledge["p_just_paid"])
                name = turn.words(number.name.dict())
                turn.say(turn.text("bank_line", name=name, number=number.number))
                return
        turn.answer(turn.book.knowledge["p_just_paid"])


class ActionGuideBeforePaying(TurnAction):
    """Nothing has gone yet: stop, and how to check."""

    def name(self) -> str:
        return "action_guide_before_paying"

    def answer(self, turn: Turn) -> None:
        turn.answer(turn.book.knowledge["p_before"])
