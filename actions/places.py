"""Where the nearest police station is."""

from __future__ import annotations

from actions.base import TurnAction
from actions.turn import Turn


class ActionFindServicePoint(TurnAction):
    """No list of addresses is loaded yet, and Anju says so."""

    def name(self) -> str:
        return "action_find_service_point"

    def answer(self, turn: Turn) -> None:
        record = turn.book.knowledge["c_suishenban"]
        turn.remember(record)
        turn.say(turn.text("point_unknown"), turn.leads(record, set()))
