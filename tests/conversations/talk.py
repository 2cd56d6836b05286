"""Hold a whole conversation with the trained model and the real actions, in one process."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog
from rasa_sdk.executor import ActionExecutor

from anju.nlu.channel import WholeTextOutput
from anju.nlu.lock_store import QuickLockStore
from anju.nlu.response_generator import LanguageResponseGenerator, language_of_talk


class InProcessActions(EndpointConfig):
    """Runs custom actions without a server, through the SDK's own executor."""

    def __init__(self) -> None:
        super().__init__(url="http://actions.invalid/webhook")
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(
        self,
        method: str = "post",
        subpath: Optional[str] = None,
        content_type: Optional[str] = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Optional[Dict[str, Any]]:
        return await self._executor.run(kwargs["json"])


@dataclass
class Reply:
    """What came back in one turn."""

    messages: list[dict[str, Any]]
    slots: dict[str, Any]
    language: str
    intent: str
    actions: list[str]

    @property
    def text(self) -> str:
        return "\n".join(message.get("text", "") for message in self.messages)

    @property
    def buttons(self) -> list[dict[str, str]]:
        return [button for message in self.messages for button in message.get("buttons", [])]


class Talker:
    """The assistant, ready to talk; one model for all conversations."""

    def __init__(self, model: Path, root: Path) -> None:
        os.chdir(root)
        configure_structlog(logging.ERROR)
        domain = Domain.load(str(root / "domain.yml"))
        self._loop = asyncio.new_event_loop()
        self._agent = Agent.load(
            str(model),
            action_endpoint=InProcessActions(),
            tracker_store=InMemoryTrackerStore(domain),
            lock_store=QuickLockStore(),
        )
        assert self._agent.domain is not None
        nlg = LanguageResponseGenerator(domain=self._agent.domain)
        self._agent.nlg = nlg
        self._agent.processor.nlg = nlg

    def say(self, text: str, person: str) -> Reply:
        """Send one message of a person and return the answers."""
        return self._loop.run_until_complete(self._say(text, person))

    def parse(self, text: str) -> dict[str, Any]:
        """Return the parse of a message without answering it."""
        return self._loop.run_until_complete(self._agent.parse_message(text))

    async def _say(self, text: str, person: str) -> Reply:
        output = WholeTextOutput()
        await self._agent.handle_message(UserMessage(text, output, person))
        tracker = await self._agent.tracker_store.retrieve(person)
        assert tracker is not None
        actions: list[str] = []
        for event in reversed(tracker.events):
            if event.type_name == "user":
                break
            if event.type_name == "action" and event.action_name != "action_listen":
                actions.insert(0, event.action_name)
        intent = str((tracker.latest_message.intent or {}).get("name"))
        language = language_of_talk(tracker)
        slots = tracker.current_slot_values()
        return Reply(list(output.messages), slots, language, intent, actions)
