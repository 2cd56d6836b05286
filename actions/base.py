"""The few lines that every action shares."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.book import open_book
from actions.turn import Turn


class TurnAction(Action, ABC):  # type: ignore[misc]
    """An action that answers with a `Turn`."""

    @abstractmethod
    def answer(self, turn: Turn) -> None:
        """Say something."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> List[Dict[str, Any]]:
        turn = Turn(open_book(), dispatcher, tracker)
        self.answer(turn)
        return turn.events
