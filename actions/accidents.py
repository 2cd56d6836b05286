"""A road accident has happened."""

from __future__ import annotations

from actions.base import TurnAction
from actions.facts import answer_topic
from actions.turn import Turn


class ActionGuideAccident(TurnAction):
    """An accident: the guide that fits, then whether anyone is hurt."""

    def name(self) -> str:
        return "action_guide_accident"

    def answer(self, turn: Turn) -> None:
        answer_topic(turn, turn.book.topics["report_accident"])


class ActionGuideInjury(TurnAction):
    """Someone is hurt: 120 and 122 before anything else."""

    def name(self) -> str:
        return "action_guide_injury"

    def answer(self, turn: Turn) -> None:
        turn.answer(turn.book.knowledge["tr_accident_injury"])


class ActionGuideMinorAccident(TurnAction):
    """Nobody is hurt: photograph, move, agree."""

    def name(self) -> str:
        return "action_guide_minor_accident"

    def answer(self, turn: Turn) -> None:
        turn.answer(turn.book.knowledge["tr_accident_minor"])
